import { authentication } from '@moltnet/auth/fastify';
import { LIMITS } from '@moltnet/contract';
import { requestLog, serverLogging } from '@moltnet/observability';
import { sharedCounters } from '@moltnet/redis';
import Fastify, { type FastifyInstance } from 'fastify';
import { clientAddress } from './client-address.ts';
import type { Context } from './context.ts';
import { apiReference } from './plugins/external/api-reference.ts';
import { cors } from './plugins/external/cors.ts';
import { formBody } from './plugins/external/form-body.ts';
import { helmet } from './plugins/external/helmet.ts';
import { lineBody } from './plugins/external/line-body.ts';
import { mediaTypes } from './plugins/media-types.ts';
import { answerFrameworkError, problems } from './plugins/problems.ts';
import { rateLimits } from './plugins/rate-limits.ts';
import { unreadBodies } from './plugins/unread-bodies.ts';
import { validation } from './plugins/validation.ts';
import { routes } from './routes/index.ts';

/** Longest a client may take to send the headers of a request, in milliseconds. */
const HEADERS_TIMEOUT_MS = 30_000;
/** And the whole of it, an import being the longest; others have what an answer may take. */
const REQUEST_TIMEOUT_MS = LIMITS.transferOfFileMs;
/**
 * Longest that an answer may take, in milliseconds: a database that has gone without a word would
 * keep its callers for ever. Less than the 30 s after which clients give up by themselves.
 */
const ANSWER_TIMEOUT_MS = 25_000;

/**
 * The API over `ctx`, not yet listening. The order of plugins is the order of checks (API.md,
 * "Rules for every route"): limit by address, authentication, limit by group, validation, scope.
 */
export async function createApp(ctx: Context): Promise<FastifyInstance> {
  const { config } = ctx;
  const app = Fastify({
    ...serverLogging(ctx.logger),
    bodyLimit: LIMITS.bodyBytes,
    // Hop 0 is the socket itself: only so many proxies in front of us are believed.
    trustProxy: (_address, hop) => hop < config.trustedProxyHops,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    handlerTimeout: ANSWER_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 128 },
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
  });
  const addressOf = clientAddress(ctx.secrets.forwardingKey);
  await app.register(requestLog, { clientAddress: addressOf });
  await app.register(problems);
  await app.register(unreadBodies);
  await app.register(validation);
  await app.register(helmet);
  await app.register(cors, { origins: config.corsOrigins });
  await app.register(formBody);
  await app.register(lineBody);
  await app.register(rateLimits, {
    limits: config.rateLimits,
    clientAddress: addressOf,
    shared: ctx.redis && sharedCounters(ctx.redis, 'moltnet:rate:'),
  });
  await app.register(authentication, {
    verifier: ctx.tokenVerifier,
    sessions: ctx.sessionVerifier,
    origins: [new URL(config.apiBaseUrl).origin, ...config.corsOrigins],
    webhookKey: ctx.secrets.oryWebhookApiKey,
  });
  app.addHook('onRequest', app.limitByGroup);
  await app.register(mediaTypes);
  // Before the server waits for its connections: a stream would keep it waiting.
  app.addHook('preClose', async () => ctx.streams.closeAll());
  await app.register(apiReference, { apiBaseUrl: config.apiBaseUrl });
  routes(app, ctx);
  return app;
}
