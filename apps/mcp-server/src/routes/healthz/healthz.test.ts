import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from '../../testing/server.ts';
import { startUpstream, type Upstream } from '../../testing/upstream.ts';

let upstream: Upstream;
let server: TestServer;

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startServer(upstream.url, { readinessMs: 0 });
});

beforeEach(() => {
  upstream.received.length = 0;
  upstream.keyRequests = 0;
  upstream.override = undefined;
});

afterAll(async () => {
  await server.close();
  await upstream.close();
});

const get = async (path: string, at = server.url) => {
  const response = await fetch(at + path);
  return { status: response.status, body: (await response.json()) as unknown };
};

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const OK = { status: 'ok', latencyMs: expect.any(Number) };

test('healthz asks nobody', async () => {
  expect(await get('/healthz')).toEqual({ status: 200, body: { status: 'ok', timestamp: TIME } });
  expect([upstream.received, upstream.keyRequests]).toEqual([[], 0]);
});

test('ready when the REST API and Ory answer', async () => {
  expect(await get('/healthz/ready')).toEqual({
    status: 200,
    body: { status: 'ok', timestamp: TIME, components: { api: OK, ory: OK } },
  });
});

test('not ready when one hangs, and says which', async () => {
  upstream.override = () => 'handled';
  const hasty = await startServer(upstream.url, { probeMs: 300 });
  expect(await get('/healthz/ready', hasty.url)).toMatchObject({
    status: 503,
    body: {
      status: 'degraded',
      timestamp: TIME,
      components: {
        api: { status: 'error', latencyMs: expect.any(Number), error: 'no answer in time' },
      },
    },
  });
  await hasty.close();
});

test('not ready when nothing is there, without saying where', async () => {
  const lost = await startServer(
    'http://127.0.0.1:9',
    {},
    { oryUrl: `${upstream.url}/nothing/here` },
  );
  expect(await get('/healthz/ready', lost.url)).toMatchObject({
    status: 503,
    body: {
      components: { api: { error: 'unreachable' }, ory: { error: 'answers 404' } },
    },
  });
  await lost.close();
});

test('a flood of probes asks upstream once', async () => {
  const calm = await startServer(upstream.url);
  await Promise.all(Array.from({ length: 30 }, () => get('/healthz/ready', calm.url)));
  expect(upstream.keyRequests).toBe(1);
  await calm.close();
});
