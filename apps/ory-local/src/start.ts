import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, type Logger } from '@moltnet/observability';
import { createApp } from './app.ts';
import type { Secrets, ServerConfig } from './config/index.ts';
import { createContext } from './context.ts';
import { drain } from './drain.ts';

export interface OryLocal {
  /** Where it listens: what to set `ORY_PROJECT_URL` to. */
  url: string;
  /** Finishes what is in flight, then lets go of socket and database. */
  close(): Promise<void>;
}

/**
 * Starts ory-local. The socket is bound first, because its URL is the issuer of the tokens and the
 * port may be the system's choice.
 *
 * @throws when the port is taken, the database does not answer or infra/ory is unusable.
 */
export async function startOryLocal(
  config: ServerConfig,
  secrets: Secrets,
  logger: Logger = createLogger({ name: 'ory-local', level: config.logLevel }),
): Promise<OryLocal> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  // Longer than callers keep theirs, so that they close first and never write into a closing socket.
  server.keepAliveTimeout = 72_000;
  server.on('request', notReady);
  await listen(server, config);
  const url = urlOf(server.address() as AddressInfo);
  try {
    const context = await createContext(config, secrets, url, logger);
    const app = await createApp(context, logger, server);
    server.off('request', notReady);
    return {
      url,
      async close() {
        await drain(server);
        await app.close();
        await context.dispose();
      },
    };
  } catch (error) {
    await drain(server);
    throw error;
  }
}

const notReady: RequestListener = (_, response) => {
  response.writeHead(503, { 'retry-after': '1' }).end();
};

function listen(server: Server, { host, port }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

/** A server on every interface is reached by the loopback one. */
function urlOf({ address, family, port }: AddressInfo): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}
