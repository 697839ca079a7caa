import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** Security headers. Nothing here is a page, so nothing may be loaded, framed or scripted. */
export function registerHelmet(app: FastifyInstance): void {
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Pages of allowed origins may read us (CORS decides); helmet's default forbids it to all.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  // On the socket's own answer: transports of the MCP SDK write to that.
  app.addHook('onRequest', (request, reply, next) => {
    secure(request.raw, reply.raw, (error) => next(error as Error | undefined));
  });
}
