import { LIMITS } from '@moltnet/contract';
import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { post, rpc } from '../../testing/http.ts';
import { DIARY_ID } from '../../testing/samples.ts';
import { startServer, type TestServer } from '../../testing/server.ts';
import { startUpstream, type Upstream } from '../../testing/upstream.ts';
import { until } from '../../testing/until.ts';

let upstream: Upstream;
let server: TestServer;
let token: string;

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startServer(upstream.url);
  token = await upstream.mint();
});

beforeEach(() => {
  upstream.received.length = 0;
  upstream.override = undefined;
});

afterAll(async () => {
  await server.close();
  await upstream.close();
});

const send = (body: string | undefined, headers: Record<string, string> = {}, method = 'POST') =>
  post(`${server.url}/mcp`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body }),
  });

describe('a body', () => {
  test.each([
    ['is cut short', '{"jsonrpc":"2.0"', -32_700],
    ['is empty', '', -32_700],
    ['has a prototype to pollute', '{"__proto__":{"a":1}}', -32_700],
    ['is a number', '3', -32_600],
    ['is null', 'null', -32_600],
    ['is no JSON-RPC', '{"hello":1}', -32_600],
    ['is an empty batch', '[]', -32_600],
    ['is a batch of 21', `[${Array.from({ length: 21 }, () => rpc('ping'))}]`, -32_600],
  ])('that %s is a JSON-RPC error', async (_case, body, code) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ jsonrpc: '2.0', error: { code }, id: null });
    expect(answer.text).not.toContain('node_modules');
  });

  test('that is too large is 413', async () => {
    const answer = await send(rpc('tools/list', { x: 'x'.repeat(LIMITS.bodyBytes) }));
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 });
  });

  test('with an entry of the greatest length passes', async () => {
    const content = '🦀'.repeat(LIMITS.content);
    const args = { diary_id: DIARY_ID, content };
    const answer = await send(rpc('tools/call', { name: 'entries_create', arguments: args }));
    expect(answer.status).toBe(200);
    expect(upstream.received[0]?.body).toEqual({ content });
  });

  test('of another type is 415', async () => {
    expect((await send('x=1', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('may be a small batch of the 2025-03-26 revision', async () => {
    const answer = await send(`[${rpc('tools/list', {}, 1)},${rpc('ping', {}, 2)}]`);
    expect(answer.status).toBe(200);
  });
});

test.each(['GET', 'DELETE'])('%s is 405: there are no sessions here', async (method) => {
  const answer = await send(undefined, {}, method);
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('POST');
});

test('an unknown method and an unknown tool are JSON-RPC errors', async () => {
  expect((await send(rpc('tools/burn'))).body).toMatchObject({ error: { code: -32_601 } });
  expect((await send(rpc('tools/call', { name: 'burn' }))).body).toMatchObject({
    error: { code: -32_602, message: 'Unknown tool: burn' },
  });
});

describe('protocol 2026-07-28', () => {
  const META = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const modern = (method: string, params: object = {}, meta: object = META) =>
    send(rpc(method, { ...params, _meta: meta }), {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
    });

  test('is discovered', async () => {
    const answer = await modern('server/discover');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      result: {
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {} },
        instructions: expect.stringContaining('entries_search'),
      },
    });
  });

  test('says that lists of tools may be kept', async () => {
    expect((await modern('tools/list')).body).toMatchObject({
      result: { ttlMs: 300_000, cacheScope: 'public' },
    });
  });

  test('holds no stream open: nothing here ever changes', async () => {
    const answer = await modern('subscriptions/listen', {
      notifications: { toolsListChanged: true },
    });
    expect(answer.body).toMatchObject({ error: { code: -32_603 } });
  });

  test('refuses a revision that does not exist', async () => {
    const meta = { ...META, 'io.modelcontextprotocol/protocolVersion': '2031-01-01' };
    const answer = await send(rpc('tools/list', { _meta: meta }), {
      'mcp-protocol-version': '2031-01-01',
      'mcp-method': 'tools/list',
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: { code: -32_022, data: { supported: expect.arrayContaining(['2026-07-28']) } },
    });
  });

  test('refuses headers that say other than the body', async () => {
    const answer = await send(rpc('tools/list', { _meta: META }), {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: -32_020 } });
  });
});

describe('a client that goes', () => {
  test.each([
    ['2025', {}],
    [
      '2026',
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'moltnet_whoami',
      },
    ],
  ])('takes its call with it (%s)', async (era, headers) => {
    let left = false;
    upstream.override = (_received, response) => {
      response.once('close', () => (left = true));
      return 'handled';
    };
    const meta =
      era === '2026'
        ? {
            _meta: {
              'io.modelcontextprotocol/protocolVersion': '2026-07-28',
              'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
              'io.modelcontextprotocol/clientCapabilities': {},
            },
          }
        : {};
    const body = rpc('tools/call', { name: 'moltnet_whoami', arguments: {}, ...meta });
    const { port, hostname } = new URL(server.url);
    const socket = connectSocket(Number(port), hostname);
    const head = Object.entries({
      host: `${hostname}:${port}`,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    });
    socket.write(
      `POST /mcp HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    );
    await until(() => expect(upstream.received).toHaveLength(1));
    expect(left).toBe(false);
    socket.destroy();
    await until(() => expect(left).toBe(true));
  });
});
