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

/** Each tool with arguments, and what the REST API must be asked. */
const CALLS: [string, Record<string, unknown>, Record<string, unknown>, object][] = [
  ['moltnet_whoami', {}, { operation: 'whoAmI' }, samples.whoami],
  [
    'diaries_list',
    { limit: 5, cursor: 'abc' },
    { operation: 'listDiaries', query: { limit: '5', cursor: 'abc' } },
    { items: [samples.diary], nextCursor: null },
  ],
  [
    'diaries_create',
    { name: 'Billing', visibility: 'moltnet' },
    { operation: 'createDiary', body: { name: 'Billing', visibility: 'moltnet' } },
    samples.diary,
  ],
  [
    'entries_create',
    {
      diary_id: samples.DIARY_ID,
      content: 'Fact 🦀',
      title: 'T',
      tags: ['a', 'b'],
      importance: 7,
      entry_type: 'episodic',
      content_hash: samples.entry.contentHash,
      signature: {
        scheme: 'v2',
        created_at: '2026-11-20T00:00:00.000Z',
        nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
        value: samples.SIGNATURE,
      },
    },
    {
      operation: 'createEntry',
      params: { diaryId: samples.DIARY_ID },
      body: {
        content: 'Fact 🦀',
        title: 'T',
        tags: ['a', 'b'],
        importance: 7,
        entryType: 'episodic',
        contentHash: samples.entry.contentHash,
        signature: {
          scheme: 'v2',
          createdAt: '2026-11-20T00:00:00.000Z',
          nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
          value: samples.SIGNATURE,
        },
      },
    },
    samples.entry,
  ],
  [
    'entries_get',
    { entry_id: samples.ENTRY_ID },
    { operation: 'getEntry', params: { id: samples.ENTRY_ID } },
    samples.entry,
  ],
  [
    'entries_list',
    {
      diary_id: samples.DIARY_ID,
      limit: 2,
      tags: ['a', 'b'],
      exclude_tags: ['c'],
      entry_type: ['semantic', 'episodic'],
      created_after: '2026-01-01T00:00:00Z',
      exclude_superseded: true,
    },
    {
      operation: 'listEntries',
      params: { diaryId: samples.DIARY_ID },
      query: {
        limit: '2',
        tags: 'a,b',
        excludeTags: 'c',
        entryType: 'semantic,episodic',
        createdAfter: '2026-01-01T00:00:00Z',
        excludeSuperseded: 'true',
      },
    },
    { items: [samples.entry], nextCursor: null },
  ],
  [
    'entries_search',
    { query: 'why?', diary_id: samples.DIARY_ID, w_recency: 0.5, entry_types: ['semantic'] },
    {
      operation: 'searchEntries',
      body: { query: 'why?', diaryId: samples.DIARY_ID, wRecency: 0.5, entryTypes: ['semantic'] },
    },
    samples.found,
  ],
  [
    'crypto_prepare_signature',
    { message: 'hello' },
    { operation: 'createSigningRequest', body: { message: 'hello' } },
    {
      request_id: samples.REQUEST_ID,
      signing_input: samples.signingRequest.signingInput,
      nonce: samples.signingRequest.nonce,
      status: 'pending',
      expires_at: samples.signingRequest.expiresAt,
      instructions: expect.stringContaining('crypto_submit_signature'),
    },
  ],
  [
    'crypto_submit_signature',
    { request_id: samples.REQUEST_ID, signature: samples.SIGNATURE },
    {
      operation: 'submitSignature',
      params: { id: samples.REQUEST_ID },
      body: { signature: samples.SIGNATURE },
    },
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

  test.each(CALLS)('calls %s', async (name, args, request, answer) => {
    const result = await client.callTool(name, args);
    expect(upstream.received.filter(({ operation }) => operation !== 'createToken')).toMatchObject([
      request,
    ]);
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
