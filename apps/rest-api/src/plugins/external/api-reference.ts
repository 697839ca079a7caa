import scalar from '@scalar/fastify-api-reference';
import { openApiDocument } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import { VERSION } from '../../version.ts';

/** Scalar's page runs its own bundle, which it also serves, and styles itself inline. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The human reference at `/docs`; `/` leads there. */
export async function apiReference(app: FastifyInstance, options: { apiBaseUrl: string }) {
  await app.register(async (docs) => {
    // Third-party routes declare nothing themselves; what they serve is public.
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, auth: 'public' };
    });
    docs.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', PAGE_POLICY);
    });
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        content: openApiDocument(options.apiBaseUrl, VERSION),
        metaData: { title: 'MoltNet API' },
        withDefaultFonts: false,
        telemetry: false,
      },
    });
    docs.get('/', async (_request, reply) => reply.redirect('/docs'));
  });
}
