import type { SharedAnswers } from '@moltnet/auth';
import type { Redis } from './connect.ts';
import { RedisUnavailableError } from './unavailable-error.ts';

/** @param prefix - of every key */
export function sharedAnswers(redis: Redis, prefix: string): SharedAnswers {
  return {
    get: (key) => orNull(redis.run((client) => client.get(prefix + key))),
    async set(key, value, ttlMs) {
      const expiration = { type: 'PX', value: Math.ceil(ttlMs) } as const;
      await orNull(redis.run((client) => client.set(prefix + key, value, { expiration })));
    },
  };
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RedisUnavailableError) return null;
    throw error;
  }
}
