import { RATE_LIMITS, type RateLimitGroup } from '@moltnet/contract';
import type { Env } from './env.ts';

const VARIABLES = {
  address: 'RATE_LIMIT_ADDRESS',
  authenticated: 'RATE_LIMIT_AUTHENTICATED',
  read: 'RATE_LIMIT_READ',
  anonymous: 'RATE_LIMIT_ANONYMOUS',
  search: 'RATE_LIMIT_SEARCH',
  signing: 'RATE_LIMIT_SIGNING',
  recovery: 'RATE_LIMIT_RECOVERY',
  registration: 'RATE_LIMIT_REGISTRATION',
  publicVerify: 'RATE_LIMIT_PUBLIC_VERIFY',
  publicSearch: 'RATE_LIMIT_PUBLIC_SEARCH',
} as const satisfies Record<RateLimitGroup, keyof Env>;

/**
 * Requests per minute of each route group: API.md's, or its variable's.
 * @param integer - reads a whole number between two bounds, noting a fault
 * @param scale - multiplies every limit; none falls below 1
 */
export function readRateLimits(
  integer: (name: keyof Env, fallback: number, min: number, max: number) => number,
  scale: number,
): Record<RateLimitGroup, number> {
  const entries = Object.entries(VARIABLES).map(([group, variable]) => {
    const limit = integer(variable, RATE_LIMITS[group as RateLimitGroup], 1, 1_000_000);
    return [group, Math.max(1, Math.floor(limit * scale))];
  });
  return Object.fromEntries(entries) as Record<RateLimitGroup, number>;
}
