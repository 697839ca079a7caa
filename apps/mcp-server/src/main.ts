import { startTelemetry } from '@moltnet/observability';
import { createApp } from './app.ts';
import { ConfigError, parseConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { readSecrets } from './config/secrets.ts';
import { createContext } from './context.ts';
import { VERSION } from './version.ts';

/** Time for calls in flight to end, in milliseconds; the launcher ends us by force after 2 s. */
const GRACE_MS = 1_500;

async function main(): Promise<void> {
  const env = readEnv();
  const config = parseConfig(env);
  // Before the app is made: it watches every Fastify instance from then on.
  const telemetry = await startTelemetry({
    serviceName: 'moltnet-mcp',
    serviceVersion: VERSION,
    endpoint: config.otlpEndpoint,
  });
  const context = createContext(config, readSecrets(env));
  const app = await createApp(context);
  const url = await app.listen({ host: config.host, port: config.port });
  process.send?.({ type: 'ready', url });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => app.server.closeAllConnections(), GRACE_MS).unref();
    app
      .close()
      .then(() => telemetry.shutdown())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  // The launcher is gone without a word: nobody is left to stop us.
  process.on('disconnect', stop);
}

/** One line that says what to do, instead of a stack. */
function complaint(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: stop what listens there, or set MCP_PORT to another port.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${complaint(error)}\n`);
  process.exit(1);
});
