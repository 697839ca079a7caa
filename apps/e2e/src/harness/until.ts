import { setTimeout as delay } from 'node:timers/promises';

/**
 * What `probe` gives as soon as it gives something, asked again every 25 ms.
 *
 * @param what Names it in the error.
 * @param within Milliseconds.
 * @throws when the time is over, with what `probe` threw last as its cause.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  within = 15_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + within;
  let cause: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline)
      throw new Error(`${what}: not within ${within} ms`, { cause });
    await delay(25);
  }
}
