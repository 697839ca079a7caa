import rateLimit from '@fastify/rate-limit';
import { Problem, RATE_LIMITS, type RateLimitGroup } from '@moltnet/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { operationOf } from '../operation-route.ts';

const WINDOW_MS = 60_000;
/** Callers whose counters are kept; the least recently seen go first. */
const MAX_CALLERS = 20_000;

type Counter = ReturnType<FastifyInstance['createRateLimit']>;

async function enforce(counter: Counter, request: FastifyRequest, reply: FastifyReply) {
  const result = await counter(request);
  if (result.isAllowed) return;
  reply.headers({
    'ratelimit-limit': result.max,
    'ratelimit-remaining': result.remaining,
    'ratelimit-reset': result.ttlInSeconds,
  });
  if (!result.isExceeded) return;
  throw new Problem('RATE_LIMIT_EXCEEDED', `At most ${result.max} requests a minute.`, {
    retryAfter: Math.max(1, result.ttlInSeconds),
  });
}

/**
 * Limits per minute (API.md, "Rate limits per minute"): by address before authentication, then by
 * identity and route group, or by address and route group where the caller has no identity.
 * Register it before authentication; `limitByGroup` is the hook for after it.
 * @param options.scale - multiplies every limit
 */
export const rateLimits = fp(async (app: FastifyInstance, { scale }: { scale: number }) => {
  await app.register(rateLimit, { global: false, cache: MAX_CALLERS });

  const counter = (group: RateLimitGroup, caller: (request: FastifyRequest) => string) =>
    app.createRateLimit({
      max: Math.max(1, Math.floor(RATE_LIMITS[group] * scale)),
      timeWindow: WINDOW_MS,
      keyGenerator: (request) => `${group} ${caller(request)}`,
    });
  const byAddress = counter('address', (request) => request.ip);
  const byGroup = Object.fromEntries(
    Object.keys(RATE_LIMITS).map((group) => [
      group,
      counter(group as RateLimitGroup, ({ principal, ip }) => principal?.identityId ?? ip),
    ]),
  ) as Record<RateLimitGroup, Counter>;

  app.addHook('onRequest', async (request, reply) => {
    const operation = operationOf(request);
    if (operation && !operation.rateLimit) return;
    await enforce(byAddress, request, reply);
  });
  app.decorate('limitByGroup', async (request: FastifyRequest, reply: FastifyReply) => {
    const group = operationOf(request)?.rateLimit;
    if (group) await enforce(byGroup[group], request, reply);
  });
});

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts the request against its route group; an `onRequest` hook after authentication. */
    limitByGroup(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  }
}
