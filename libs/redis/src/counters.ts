import type { Redis } from './connect.ts';

/** Counters of fixed windows of time that every machine shares. */
export interface SharedCounters {
  /**
   * Counts one more; the first count of a key begins its window.
   * @returns the count, and how many milliseconds of the window are left
   * @throws RedisUnavailableError
   */
  count(key: string, windowMs: number): Promise<{ count: number; leftMs: number }>;
}

/** One step, so that no counter is ever without an end. */
const COUNT = `
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {count, left}`;

/** @param prefix - of every key */
export function sharedCounters(redis: Redis, prefix: string): SharedCounters {
  return {
    async count(key, windowMs) {
      const asked = { keys: [prefix + key], arguments: [String(windowMs)] };
      const [count, leftMs] = (await redis.run((client) => client.eval(COUNT, asked))) as [
        number,
        number,
      ];
      return { count, leftMs };
    },
  };
}
