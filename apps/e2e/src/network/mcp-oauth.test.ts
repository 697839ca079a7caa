import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { ClientCredentialsProvider as OldProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { apiAt } from '../harness/http.ts';

const { apiUrl, mcpUrl, oryUrl } = inject('network');

let agent: Agent;
beforeAll(async () => {
  agent = await join(apiUrl);
});

const INFO = { name: 'e2e', version: '1.0.0' };
const whoami = { name: 'moltnet_whoami', arguments: {} };

const credential = () => ({
  clientId: agent.clientId,
  clientSecret: agent.clientSecret,
  expectedIssuer: oryUrl,
});

/** 401 → metadata of the resource → Ory's metadata → token → call, with no help but the secret. */
describe('a client that knows a URL and its secret finds its own way to a token', () => {
  test('client 2.x at /mcp', async () => {
    const client = new Client(INFO, { versionNegotiation: { mode: 'auto' } });
    const authProvider = new ClientCredentialsProvider(credential());
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${mcpUrl}/mcp`), { authProvider }),
    );
    expect(await client.callTool(whoami)).toMatchObject({
      structuredContent: { identityId: agent.identityId },
    });
    await client.close();
  });

  test('sdk 1.x at /sse', async () => {
    const client = new OldClient(INFO);
    const authProvider = new OldProvider(credential());
    await client.connect(new SSEClientTransport(new URL(`${mcpUrl}/sse`), { authProvider }));
    expect(await client.callTool(whoami)).toMatchObject({
      structuredContent: { identityId: agent.identityId },
    });
    await client.close();
  });
});

test.each<[string, () => Record<string, string>]>([
  [
    'a token with another signature',
    () => ({ authorization: `Bearer ${agent.token.slice(0, -8)}AAAAAAAA` }),
  ],
  ['an agent key that nobody made', () => ({ authorization: 'Bearer mlt_ak_none' })],
  [
    'a wrong secret',
    () => ({ 'x-client-id': agent.clientId, 'x-client-secret': `${agent.clientSecret}x` }),
  ],
  ['a client that nobody knows', () => ({ 'x-client-id': 'x', 'x-client-secret': 'x' })],
  ['an id without its secret', () => ({ 'x-client-id': agent.clientId })],
])('%s is 401 before the protocol answers', async (_case, headers) => {
  const answer = await apiAt(mcpUrl)('POST /mcp', {
    body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    headers: { accept: 'application/json, text/event-stream', ...headers() },
  });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
});
