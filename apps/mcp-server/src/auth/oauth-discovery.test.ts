import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { ClientCredentialsProvider as OldProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { whoami } from '../testing/samples.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { startUpstream, type Upstream } from '../testing/upstream.ts';

let upstream: Upstream;
let server: TestServer;

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startServer(upstream.url);
});

beforeEach(() => {
  upstream.received.length = 0;
});

afterAll(async () => {
  await server.close();
  await upstream.close();
});

const INFO = { name: 'test', version: '1.0.0' };
const CREDENTIAL = { clientId: 'scribe', clientSecret: 's3cret' };

/** From a bare URL: 401 → resource metadata → authorization server → token → call. */
function expectOneTokenFor(resource: string) {
  expect(upstream.received.map(({ operation }) => operation)).toEqual(['createToken', 'whoAmI']);
  expect(upstream.received[0]?.body).toMatchObject({ grant_type: 'client_credentials', resource });
  expect(upstream.received[1]?.headers.authorization).toMatch(/^Bearer eyJ/);
}

test.each(['127.0.0.1', 'localhost'])(
  'a client that knows nothing but http://%s/mcp finds its way to a token',
  async (host) => {
    const url = new URL('/mcp', server.url);
    url.hostname = host;
    const client = new Client(INFO, { versionNegotiation: { mode: 'auto' } });
    const authProvider = new ClientCredentialsProvider({
      ...CREDENTIAL,
      expectedIssuer: upstream.url,
    });
    await client.connect(new StreamableHTTPClientTransport(url, { authProvider }));
    const result = await client.callTool({ name: 'moltnet_whoami', arguments: {} });
    expect(result.structuredContent).toEqual(whoami);
    await client.close();
    expectOneTokenFor(url.href);
  },
);

test('so does a client of the generation before, over HTTP+SSE', async () => {
  const url = new URL('/sse', server.url);
  const client = new OldClient(INFO);
  const transport = new SSEClientTransport(url, {
    authProvider: new OldProvider({ ...CREDENTIAL, expectedIssuer: upstream.url }),
  });
  await client.connect(transport);
  const result = await client.callTool({ name: 'moltnet_whoami', arguments: {} });
  expect(result.structuredContent).toEqual(whoami);
  await client.close();
  expectOneTokenFor(url.href);
});
