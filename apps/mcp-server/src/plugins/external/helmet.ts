import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Security headers. Nothing here is a page, so nothing may be loaded, framed or scripted. */
export async function registerHelmet(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Pages of allowed origins may read us (CORS decides); helmet's default forbids it to all.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
}
