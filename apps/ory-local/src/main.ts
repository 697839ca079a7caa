import { createLogger, startTelemetry } from '@moltnet/observability';
import { ConfigError, loadConfig } from './config/index.ts';
import { consoleToLog } from './console-to-log.ts';

/** Longer than any request may take; after that the process goes as it is. */
const SHUTDOWN_MS = 5000;

/** The launcher went before there was anything to stop. */
const abandon = (): never => process.exit(1);

async function main(): Promise<void> {
  process.once('disconnect', abandon);
  const { config, secrets } = loadConfig();
  const logger = createLogger({ name: 'ory-local', level: config.logLevel });
  consoleToLog(logger);
  const telemetry = await startTelemetry({
    serviceName: 'moltnet-ory-local',
    endpoint: config.otlpEndpoint,
  });
  const { startOryLocal } = await import('./start.ts');
  const ory = await startOryLocal(config, secrets, logger);
  logger.info({ url: ory.url }, 'ready');
  process.send?.({ type: 'ready', url: ory.url });

  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    ory
      .close()
      .then(() => telemetry.shutdown())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'did not stop cleanly');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // The launcher has gone, however it went: nobody is left to stop this process.
  process.off('disconnect', abandon);
  process.on('disconnect', () => stop('the parent process has gone'));
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof ConfigError ? `${message}\n` : `ory-local could not start: ${message}\n`,
  );
  process.exit(1);
}
