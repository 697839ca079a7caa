import { RedisUnavailableError } from './unavailable-error.ts';

/**
 * The answer, if it comes within `ms`. An answer that arrived while this process was busy counts: a
 * timer that is due runs before sockets are read, so the verdict is left until they have been.
 * @throws RedisUnavailableError when it does not come
 */
export async function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const judge = () => setImmediate(() => reject(new RedisUnavailableError('timeout')));
    timer = setTimeout(judge, ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
