import { openApiDocument } from '@moltnet/contract';
import Fastify, { type FastifyInstance } from 'fastify';
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

/**
 * The human reference at `/docs`; `/` leads there. Its bundle takes 18 MB of memory, so it is loaded
 * when somebody first looks, into an app of its own: Fastify takes no plugins once it listens.
 */
export async function apiReference(app: FastifyInstance, options: { apiBaseUrl: string }) {
  let loading: Promise<FastifyInstance> | undefined;
  const reference = async (): Promise<FastifyInstance> => {
    loading ??= load(options.apiBaseUrl);
    loading.catch(() => (loading = undefined));
    return loading;
  };
  app.addHook('onClose', async () => (await loading)?.close());

  const anyone = { config: { auth: 'public' } } as const;
  app.get('/', anyone, async (_request, reply) => reply.redirect('/docs'));
  for (const path of ['/docs', '/docs/*']) {
    app.get(path, anyone, async ({ url }, reply) => {
      const answer = await (await reference()).inject(url);
      return reply
        .status(answer.statusCode)
        .headers(answer.headers)
        .header('content-security-policy', PAGE_POLICY)
        .send(answer.rawPayload);
    });
  }
}

async function load(apiBaseUrl: string): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const docs = Fastify();
  await docs.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      content: openApiDocument(apiBaseUrl, VERSION),
      metaData: { title: 'MoltNet API' },
      withDefaultFonts: false,
      telemetry: false,
    },
  });
  await docs.ready();
  return docs;
}
