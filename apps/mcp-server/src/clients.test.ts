import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, connectOld, type TestClient } from './testing/clients.ts';
import * as samples from './testing/samples.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { startUpstream, type Upstream } from './testing/upstream.ts';
import { RESOURCE_TEMPLATES, RESOURCES } from './resources/resources.ts';
import { DEFAULT_TOOLS, TOOLSETS } from './tools/registry.ts';

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

test('every default tool has a call below', () => {
  expect(CALLS.map(([name]) => name).sort()).toEqual(DEFAULT_TOOLS.map(({ name }) => name).sort());
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

  test('lists the default tools', async () => {
    expect((await client.listTools()).map(({ name }) => name)).toEqual(
      DEFAULT_TOOLS.map(({ name }) => name),
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

  test('reads resources by address', async () => {
    expect(await client.listResources()).toEqual([
      ...RESOURCES.map(({ listed }) => listed.uri),
      ...RESOURCE_TEMPLATES.map(({ listed }) => listed.uriTemplate),
    ]);
    expect(JSON.parse(await client.read('moltnet://identity'))).toEqual(samples.whoami);
    const entry = await client.read(`moltnet://entries/${samples.ENTRY_ID}`);
    expect(JSON.parse(entry)).toEqual(samples.entry);
    await expect(client.read('moltnet://entries/nonsense')).rejects.toMatchObject({
      code: -32_602,
    });
  });

  test('is given the prompt for signing', async () => {
    const text = await client.prompt('sign_message', { message: 'hello 🦀' });
    expect(text).toMatch(/crypto_prepare_signature[\s\S]*Message:\nhello 🦀$/);
    await expect(client.prompt('sign_message', {})).rejects.toThrow('takes a message');
  });

  test('cannot call a tool that does not exist', async () => {
    await expect(client.callTool('entries_burn')).rejects.toThrow('Unknown tool: entries_burn');
  });
});

describe.each<[string, (query: string) => Promise<TestClient>]>([
  ['/mcp, era 2026', async (query) => connect(server.url, await bearer(), 'modern', query)],
  ['/mcp, era 2025', async (query) => connect(server.url, await bearer(), 'legacy', query)],
  ['/sse', async (query) => connectOld(server.url, await bearer(), 'sse', query)],
])('%s?toolsets=', (_, open) => {
  test('opens the tools that it names, and no others', async () => {
    const client = await open('?toolsets=relations');
    const names = (await client.listTools()).map(({ name }) => name);
    expect(names.slice(DEFAULT_TOOLS.length)).toEqual(
      TOOLSETS['relations']?.tools.map(({ name }) => name),
    );
    const result = await client.callTool('relations_list', { entry_id: samples.ENTRY_ID });
    expect(result.isError ?? false).toBe(false);
    await expect(client.callTool('teams_list')).rejects.toThrow('?toolsets=teams');
    await client.close();
  });
});

test.each(['/mcp', '/sse'])('%s with an unknown toolset is 400', async (path) => {
  const method = path === '/sse' ? 'GET' : 'POST';
  const body = path === '/sse' ? null : '{"jsonrpc":"2.0","id":1,"method":"ping"}';
  const headers = { 'content-type': 'application/json', ...(await bearer()) };
  const answer = await fetch(`${server.url}${path}?toolsets=nonsense`, { method, headers, body });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: 'VALIDATION_FAILED',
    detail: expect.stringContaining('There is no toolset "nonsense". toolsets takes'),
  });
});
