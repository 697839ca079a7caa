import { setTimeout as sleep } from 'node:timers/promises';

export interface RepeatLogger {
  warn(fields: object, message: string): void;
}

/**
 * Runs `work` every `intervalMs` until `signal` aborts, never two at once. A failure is logged and
 * the next turn tries again.
 */
export async function repeat(
  name: string,
  intervalMs: number,
  work: () => Promise<unknown>,
  { signal, logger }: { signal: AbortSignal; logger: RepeatLogger },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      logger.warn({ err: error, work: name }, 'background work failed: will try again');
    }
    try {
      await sleep(intervalMs, undefined, { signal });
    } catch {
      return;
    }
  }
}
