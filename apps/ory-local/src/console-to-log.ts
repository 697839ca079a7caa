import type { Logger } from '@moltnet/observability';

/**
 * Sends what libraries print by `console` to the log, so that every line of the process is one of
 * the log. oidc-provider prints a notice when it is imported, so this comes before that import.
 */
export function consoleToLog(logger: Logger): void {
  // oxlint-disable no-console -- replaced, not called
  console.info = (...said: unknown[]) => logger.debug(said.join(' '));
  console.warn = (...said: unknown[]) => logger.debug(said.join(' '));
}
