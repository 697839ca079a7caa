import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectOld } from '../testing/clients.ts';
import { post, rpc } from '../testing/http.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { startUpstream, type Upstream } from '../testing/upstream.ts';
import { until } from '../testing/until.ts';

let upstream: Upstream;
let server: TestServer;

beforeAll(async () => {
  upstream = await startUpstream();
});

beforeEach(() => {
  upstream.received.length = 0;
  upstream.override = undefined;
});

afterAll(() => upstream.close());

const as = async (sub: string) => ({
  authorization: `Bearer ${await upstream.mint({ sub })}`,
});

/** A stream opened by hand: its session and what comes over it. */
async function open(headers: Record<string, string>) {
  const abort = new AbortController();
  const response = await fetch(`${server.url}/sse`, { headers, signal: abort.signal });
  let text = '';
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const ended = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
    }
  })().catch(() => undefined);
  await until(() => expect(response.ok && !text.includes('event: endpoint')).toBe(false));
  return {
    response,
    ended,
    close: () => abort.abort(),
    text: () => text,
    endpoint: server.url + (/data: (\S+)/.exec(text)?.[1] ?? '/'),
  };
}

describe('sessions of HTTP+SSE', () => {
  beforeAll(async () => {
    server = await startServer(upstream.url, { sessions: 4, sessionsPerAgent: 2, keepAliveMs: 30 });
  });
  afterAll(() => server.close());

  test('carry a call and its answer, with headers as on every route', async () => {
    const headers = await as('alice');
    const stream = await open({ ...headers, 'x-request-id': 'stream-1' });
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.response.headers.get('x-request-id')).toBe('stream-1');
    expect(stream.response.headers.get('x-content-type-options')).toBe('nosniff');
    const body = rpc('initialize', {
      protocolVersion: '2024-11-05',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });
    expect(await post(stream.endpoint, { headers, body })).toMatchObject({
      status: 202,
      text: 'Accepted',
    });
    await until(() => expect(stream.text()).toContain('"protocolVersion":"2024-11-05"'));
    await until(() => expect(stream.text()).toContain(': keep-alive'));
    stream.close();
  });

  test('belong to their agent: another is told that there is none', async () => {
    const stream = await open(await as('alice'));
    const body = rpc('tools/list');
    const stranger = await post(stream.endpoint, { headers: await as('mallory'), body });
    expect(stranger.status).toBe(404);
    expect((await post(stream.endpoint, { body })).status).toBe(401);
    const renewed = { authorization: `Bearer ${await upstream.mint({ sub: 'alice' }, '2h')}` };
    expect((await post(stream.endpoint, { headers: renewed, body })).status).toBe(202);
    stream.close();
  });

  test.each(['/messages', '/messages?sessionId=x', '/messages?sessionId=x&sessionId=y'])(
    'are not found at %s',
    async (path) => {
      const headers = await as('alice');
      const answer = await post(server.url + path, { headers, body: rpc('ping') });
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  test('refuse what is no JSON-RPC', async () => {
    const headers = await as('alice');
    const stream = await open(headers);
    expect(await post(stream.endpoint, { headers, body: '{"a":1}' })).toMatchObject({
      status: 400,
      body: { error: { code: -32_600 } },
    });
    expect(await post(stream.endpoint, { headers, body: '{' })).toMatchObject({
      status: 400,
      body: { error: { code: -32_700 } },
    });
    stream.close();
  });

  test('are bounded for one agent and for all, and free again when closed', async () => {
    const alice = await as('alice');
    const bob = await as('bob');
    const carol = await as('carol');
    await until(async () => {
      const probe = await open(alice);
      expect(probe.response.status).toBe(200);
      probe.close();
    });
    const streams: Awaited<ReturnType<typeof open>>[] = [];
    await until(async () => {
      const stream = await open(alice);
      if (stream.response.ok) streams.push(stream);
      expect(streams).toHaveLength(2);
    });
    expect((await open(alice)).response.status).toBe(429);
    streams.push(await open(bob), await open(bob));
    const refused = await open(carol);
    expect(refused.response.status).toBe(503);
    expect(refused.response.headers.get('retry-after')).toBe('30');
    for (const stream of streams) stream.close();
    await until(async () => {
      const stream = await open(carol);
      expect(stream.response.status).toBe(200);
      stream.close();
    });
  });

  test('take their calls with them when they close', async () => {
    let left = false;
    upstream.override = (_received, response) => {
      response.once('close', () => (left = true));
      return 'handled';
    };
    const client = await connectOld(server.url, await as('dave'), 'sse');
    const call = client.callTool('moltnet_whoami').catch(() => undefined);
    await until(() => expect(upstream.received).toHaveLength(1));
    await client.close();
    await call;
    await until(() => expect(left).toBe(true));
  });
});

test('an idle session is closed, one that talks is not', async () => {
  server = await startServer(upstream.url, { sessionIdleMs: 2_000 });
  const headers = await as('alice');
  const idle = await open(headers);
  const talking = await open(headers);
  const talk = setInterval(
    () => void post(talking.endpoint, { headers, body: rpc('ping') }).catch(() => undefined),
    50,
  );
  await idle.ended;
  expect((await post(talking.endpoint, { headers, body: rpc('ping') })).status).toBe(202);
  clearInterval(talk);
  await talking.ended;
  await server.close();
});

test('closing the server ends every stream', async () => {
  server = await startServer(upstream.url);
  const stream = await open(await as('alice'));
  await Promise.all([server.close(), stream.ended]);
  expect(stream.text()).toContain('event: endpoint');
});
