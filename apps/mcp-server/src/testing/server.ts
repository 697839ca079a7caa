import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { type Bounds, createContext } from '../context.ts';

/** What the server shows with a caller's address. */
export const FORWARDING_KEY = 'k'.repeat(32);

/** The MCP server as `main.ts` starts it, on a free port. */
export interface TestServer {
  readonly url: string;
  readonly app: FastifyInstance;
  close(): Promise<void>;
}

export async function startServer(
  upstreamUrl: string,
  bounds: Partial<Bounds> = {},
  settings: Partial<Config> = {},
): Promise<TestServer> {
  const context = createContext(
    {
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      apiUrl: upstreamUrl,
      oryUrl: upstreamUrl,
      issuer: upstreamUrl,
      corsOrigins: ['https://console.example'],
      trustedProxyHops: 0,
      logLevel: 'silent',
      otlpEndpoint: undefined,
      ...settings,
    },
    { forwardingKey: FORWARDING_KEY },
    bounds,
  );
  const app = await createApp(context);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, app, close: () => app.close() };
}
