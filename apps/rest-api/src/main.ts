import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, startTelemetry } from '@moltnet/observability';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import { startBackground } from './background/background.ts';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { createContext } from './context.ts';
import { main, stopOnSignal } from './process.ts';
import { VERSION } from './version.ts';

/** Requests in flight get this long to finish; then connections are cut. */
const DRAIN_MS = 2_500;

async function drain(app: FastifyInstance): Promise<void> {
  const closed = app.close();
  await Promise.race([closed, sleep(DRAIN_MS, undefined, { ref: false })]);
  app.server.closeAllConnections();
  await closed;
}

await main('rest-api', async () => {
  const { config, secrets } = readConfig(readEnv());
  const logger = createLogger({ name: 'rest-api', level: config.logLevel });
  const telemetry = await startTelemetry({
    serviceName: 'moltnet-rest-api',
    serviceVersion: VERSION,
    endpoint: config.otlpEndpoint,
  });
  const ctx = await createContext(config, secrets, logger);
  const app = await createApp(ctx);
  const stopBackground = config.backgroundWork ? startBackground(ctx) : async () => {};
  stopOnSignal(logger, async () => {
    await drain(app);
    await stopBackground();
    await ctx.close();
    await telemetry.shutdown();
  });
  const url = await app.listen({ host: config.host, port: config.port });
  logger.info({ url, version: VERSION, config }, 'listening');
  process.send?.({ type: 'ready', url });
});
