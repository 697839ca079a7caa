import { createLogger, startTelemetry } from '@moltnet/observability';
import { startBackground } from './background/background.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { createContext } from './context.ts';
import { main, stopOnSignal } from './process.ts';
import { VERSION } from './version.ts';

// The background work alone, for a process group of its own; serves no requests.
await main('worker', async () => {
  const { config, secrets } = readConfig(readEnv());
  const logger = createLogger({ name: 'worker', level: config.logLevel });
  const telemetry = await startTelemetry({
    serviceName: 'moltnet-worker',
    serviceVersion: VERSION,
    endpoint: config.otlpEndpoint,
  });
  const ctx = await createContext(config, secrets, logger);
  const stopBackground = startBackground(ctx);
  stopOnSignal(logger, async () => {
    await stopBackground();
    await ctx.close();
    await telemetry.shutdown();
  });
  logger.info({ version: VERSION, config }, 'working');
});
