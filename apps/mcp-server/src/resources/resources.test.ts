import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type TestClient } from '../testing/clients.ts';
import * as samples from '../testing/samples.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { send, startUpstream, type Upstream } from '../testing/upstream.ts';

let upstream: Upstream;
let server: TestServer;
let client: TestClient;
beforeAll(async () => {
  upstream = await startUpstream();
  server = await startServer(upstream.url);
  client = await connect(server.url, { authorization: `Bearer ${await upstream.mint()}` });
});
beforeEach(() => {
  upstream.received.length = 0;
  upstream.override = undefined;
});
afterAll(async () => {
  await client?.close();
  await server?.close();
  await upstream?.close();
});

test.each([
  ['moltnet://identity', { operation: 'whoAmI' }],
  [
    'moltnet://entries/recent',
    { operation: 'searchEntries', body: { limit: 20, wRelevance: 0, wRecency: 1 } },
  ],
  [`moltnet://diaries/${samples.DIARY_ID}`, { operation: 'getDiary' }],
  [`moltnet://entries/${samples.ENTRY_ID}`, { params: { id: samples.ENTRY_ID } }],
  [`moltnet://agent/21fe-31df-a154-a261`, { params: { fingerprint: '21fe-31df-a154-a261' } }],
])('%s is read by one request', async (uri, asked) => {
  expect(JSON.parse(await client.read(uri))).toBeTypeOf('object');
  expect(upstream.received).toHaveLength(1);
  expect(upstream.received[0]).toMatchObject(asked);
});

test.each([
  'moltnet://entries/../diaries',
  `moltnet://entries/${samples.ENTRY_ID}/relations`,
  'moltnet://agent/x',
  'moltnet://nonsense',
  'file:///etc/passwd',
])('%s is no resource, and asks for nothing', async (uri) => {
  await expect(client.read(uri)).rejects.toMatchObject({ code: -32_602 });
  expect(upstream.received).toEqual([]);
});

test.each([
  [404, 'NOT_FOUND', -32_602],
  [403, 'FORBIDDEN', -32_603],
])('a refusal with %d says why', async (status, code, rpcCode) => {
  upstream.override = (_received, response) => {
    const problem = { type: 'https://themolt.net/problems/x', title: 'No', status, code };
    send(response, status, { ...problem, detail: 'Not for you.', instance: '/' });
    return 'handled';
  };
  await expect(client.read(`moltnet://diaries/${samples.DIARY_ID}`)).rejects.toMatchObject({
    code: rpcCode,
    message: expect.stringContaining('Not for you.'),
  });
});
