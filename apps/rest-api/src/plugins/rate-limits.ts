import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { Problem, type RateLimitGroup } from '@moltnet/contract';
import { RedisUnavailableError, type SharedCounters } from '@moltnet/redis';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { ClientAddress } from '../client-address.ts';
import { operationOf } from '../operation-route.ts';

const WINDOW_MS = 60_000;
/** Callers whose counters this process keeps itself; the least recently seen go first. */
const MAX_CALLERS = 20_000;
/** What an attacker would gain most from: better not served than not counted together. */
const FAIL_CLOSED: ReadonlySet<RateLimitGroup> = new Set(['registration', 'recovery']);
const RETRY_AFTER_SECONDS = 2;

export interface RateLimitsOptions {
  /** Requests per minute. */
  readonly limits: Readonly<Record<RateLimitGroup, number>>;
  /** Counters of all machines; absent: this process counts alone. */
  readonly shared: SharedCounters | undefined;
  readonly clientAddress: ClientAddress;
}

interface Count {
  readonly count: number;
  readonly leftMs: number;
}

/**
 * Limits per minute (API.md, "Rate limits per minute"): by address before authentication, then by
 * identity and route group, or by address and route group where the caller has no identity. An
 * address is an IPv4 address or the /64 of an IPv6 one, which is what one customer is given.
 * Where the shared counters do not answer, this process counts alone, and registration and recovery
 * are refused (docs/decisions/027-redis-may-be-gone.md).
 * Register it before authentication; `limitByGroup` is the hook for after it.
 */
export const rateLimits = fp(async (app: FastifyInstance, options: RateLimitsOptions) => {
  const { limits, shared, clientAddress } = options;
  const address = (request: FastifyRequest) => normalizeIP(clientAddress(request));
  const caller = (request: FastifyRequest) => request.principal?.identityId ?? address(request);
  await app.register(rateLimit, { global: false, cache: MAX_CALLERS });
  const fallbacks = metrics.getMeter('moltnet').createCounter('moltnet.rate_limit.fallbacks', {
    description: 'Requests that could not be counted together with other machines.',
  });

  async function countShared(group: RateLimitGroup, key: string): Promise<Count | undefined> {
    if (shared === undefined) return undefined;
    try {
      return await shared.count(key, WINDOW_MS);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      const refused = FAIL_CLOSED.has(group);
      fallbacks.add(1, { group, outcome: refused ? 'refused' : 'counted_alone' });
      if (!refused) return undefined;
      throw new Problem('SERVICE_UNAVAILABLE', 'This cannot be limited now. Try again shortly.', {
        retryAfter: RETRY_AFTER_SECONDS,
        cause: error,
      });
    }
  }

  function limiter(group: RateLimitGroup, name: (request: FastifyRequest) => string) {
    const max = limits[group];
    const keyGenerator = (request: FastifyRequest) => `${group} ${name(request)}`;
    const countAlone = app.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator });

    async function count(request: FastifyRequest): Promise<Count> {
      const together = await countShared(group, keyGenerator(request));
      if (together !== undefined) return together;
      const alone = await countAlone(request);
      if (alone.isAllowed) return { count: 0, leftMs: 0 };
      return { count: max - alone.remaining + Number(alone.isExceeded), leftMs: alone.ttl };
    }

    return async (request: FastifyRequest, reply: FastifyReply) => {
      const { count: counted, leftMs } = await count(request);
      const reset = Math.ceil(leftMs / 1000);
      reply.headers({
        'ratelimit-limit': max,
        'ratelimit-remaining': Math.max(0, max - counted),
        'ratelimit-reset': reset,
      });
      if (counted <= max) return;
      throw new Problem('RATE_LIMIT_EXCEEDED', `At most ${max} requests a minute.`, {
        retryAfter: Math.max(1, reset),
      });
    };
  }

  const byAddress = limiter('address', address);
  const groups = Object.keys(limits) as RateLimitGroup[];
  const byGroup = Object.fromEntries(
    groups.map((group) => [group, limiter(group, caller)]),
  ) as Record<RateLimitGroup, ReturnType<typeof limiter>>;

  app.addHook('onRequest', async (request, reply) => {
    const operation = operationOf(request);
    if (operation && !operation.rateLimit) return;
    await byAddress(request, reply);
  });
  app.decorate('limitByGroup', async (request: FastifyRequest, reply: FastifyReply) => {
    const group = operationOf(request)?.rateLimit;
    // Every request has been counted by address already.
    if (group && group !== 'address') await byGroup[group](request, reply);
  });
});

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts the request against its route group; an `onRequest` hook after authentication. */
    limitByGroup(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  }
}
