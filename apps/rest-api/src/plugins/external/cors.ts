import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * CORS for the origins of the allow-list alone, never a reflected one. Their pages may send the
 * cookie of who is signed in; a request that changes something is looked at again for whose it is.
 */
export const cors = fp(async (app: FastifyInstance, options: { origins: readonly string[] }) => {
  await app.register(fastifyCors, {
    origin: [...options.origins],
    credentials: true,
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-match',
      'x-moltnet-session-token',
      'x-moltnet-team-id',
      'x-request-id',
    ],
    exposedHeaders: [
      'etag',
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'x-request-id',
    ],
    maxAge: 600,
  });
});
