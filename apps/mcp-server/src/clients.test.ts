import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, connectOld, type TestClient } from './testing/clients.ts';
import * as samples from './testing/samples.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { startUpstream, type Upstream } from './testing/upstream.ts';
import { TOOLS } from './tools/registry.ts';

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

const bearer = async () => ({ authorization: `Bearer ${await upstream.mint()}` });
const pair = { 'x-client-id': 'scribe', 'x-client-secret': 's3cret' };

const CLIENTS: [string, string | undefined, () => Promise<TestClient>][] = [
  ['2.x, era 2026-07-28', '2026-07-28', async () => connect(server.url, await bearer())],
  ['2.x, era 2025', '2025-11-25', async () => connect(server.url, await bearer(), 'legacy')],
  ['1.x, Streamable HTTP', '2025-11-25', async () => connectOld(server.url, await bearer(), 'mcp')],
  ['1.x, HTTP+SSE', undefined, async () => connectOld(server.url, await bearer(), 'sse')],
  ['2.x, client credentials', '2026-07-28', () => connect(server.url, pair)],
  ['1.x, HTTP+SSE, client credentials', undefined, () => connectOld(server.url, pair, 'sse')],
];

/** Each tool with arguments that it takes, and what it then gives. */
const CALLS: [string, Record<string, unknown>, object][] = [
  ['moltnet_whoami', {}, samples.whoami],
  ['diaries_list', {}, { items: [samples.diary], nextCursor: null }],
  ['diaries_create', { name: 'Billing' }, samples.diary],
  ['entries_create', { diary_id: samples.DIARY_ID, content: 'Fact 🦀' }, samples.entry],
  ['entries_get', { entry_id: samples.ENTRY_ID }, samples.entry],
  [
    'entries_list',
    { diary_id: samples.DIARY_ID, tags: ['a', 'b'] },
    { items: [samples.entry], nextCursor: null },
  ],
  ['entries_search', { query: 'why?' }, samples.found],
  [
    'crypto_prepare_signature',
    { message: 'hello' },
    expect.objectContaining({ request_id: samples.REQUEST_ID, status: 'pending' }),
  ],
  [
    'crypto_submit_signature',
    { request_id: samples.REQUEST_ID, signature: samples.SIGNATURE },
    samples.completedRequest,
  ],
];

test('every tool has a call below', () => {
  expect(CALLS.map(([name]) => name).sort()).toEqual(TOOLS.map(({ name }) => name).sort());
});

describe.each(CLIENTS)('the official client %s', (_name, revision, open) => {
  let client: TestClient;

  beforeAll(async () => {
    client = await open();
  });
  afterAll(() => client.close());

  test('agrees on its revision', () => {
    expect(client.revision).toBe(revision);
  });

  test('lists every tool', async () => {
    expect((await client.listTools()).map(({ name }) => name)).toEqual(
      TOOLS.map(({ name }) => name),
    );
  });

  test.each(CALLS)('calls %s', async (name, args, answer) => {
    const result = await client.callTool(name, args);
    expect(result).toMatchObject({ structuredContent: answer });
    expect(result.isError ?? false).toBe(false);
    const [content] = result.content as { type: string; text: string }[];
    expect(JSON.parse(content?.text ?? '')).toEqual(answer);
  });

  test('is told of a refusal in an isError result', async () => {
    const result = await client.callTool('entries_get', { entry_id: 'x' });
    expect(result.isError).toBe(true);
    expect(result.content).toMatchObject([
      { text: expect.stringMatching(/^Invalid tool arguments\n- entry_id: /) },
    ]);
    expect(upstream.received).toEqual([]);
  });

  test('cannot call a tool that does not exist', async () => {
    await expect(client.callTool('entries_burn')).rejects.toThrow('Unknown tool: entries_burn');
  });
});
