import type { Logger } from '@moltnet/observability';
import { ConfigError } from './config/config.ts';

/** Longer than everything that `stop` waits for; then the process ends whatever hangs. */
const STOP_LIMIT_MS = 10_000;

/** The launcher went before there was anything to stop. */
const abandon = () => process.exit(1);

/**
 * Stops the process cleanly, once, when it is told to or when the launcher that started it is gone.
 * @param stop - lets go of everything
 */
export function stopOnSignal(logger: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const end = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'did not stop cleanly');
      process.exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(signal));
  process.off('disconnect', abandon);
  process.once('disconnect', () => void end('launcher gone'));
}

/** Runs `start`; what makes it fail is one message on stderr, and exit code 1. */
export async function main(name: string, start: () => Promise<void>): Promise<void> {
  process.once('disconnect', abandon);
  try {
    await start();
  } catch (error) {
    process.stderr.write(`moltnet ${name}: ${describe(error)}\n`);
    process.exit(1);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = error instanceof ConfigError || error.name === 'DatabaseUnavailableError';
  return expected ? error.message : (error.stack ?? error.message);
}
