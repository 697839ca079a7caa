import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  hang,
  json,
  reset,
  type ScriptedServer,
  startScriptedServer,
} from '../../test/scripted-server.ts';
import { sealAnswers } from './sealed-answers.ts';
import { createTokenProxy, type TokenProxy } from './token-proxy.ts';

const form = { grant_type: 'client_credentials', client_id: 'c1', client_secret: 'the-secret' };
const minted = (access_token: string, expires_in = 3600) =>
  json(200, { access_token, token_type: 'bearer', expires_in });

/** Longer than a busy machine takes to answer itself; who waits for an end of it waits for less. */
const TIMEOUT_MS = 10_000;
const SHORT_TIMEOUT_MS = 300;

let server: ScriptedServer;
let proxy: TokenProxy;

beforeEach(async () => {
  server = await startScriptedServer(minted('t1'));
  proxy = createTokenProxy({ hydraUrl: `${server.url}/`, timeoutMs: TIMEOUT_MS });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

async function token(request: Parameters<TokenProxy['exchange']>[0] = { form }): Promise<unknown> {
  const { body } = await proxy.exchange(request);
  return (body as { access_token?: string }).access_token;
}

test('forwards form and header, answers with status and body', async () => {
  server.answer(json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic' }));
  expect(await proxy.exchange({ form, authorization: 'Basic eA==' })).toEqual({
    status: 401,
    headers: { 'cache-control': 'no-store', pragma: 'no-cache', 'www-authenticate': 'Basic' },
    body: { error: 'invalid_client' },
  });
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', url: '/oauth2/token' });
  expect(request?.headers.authorization).toBe('Basic eA==');
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual(form);
});

test('gives a token again until 30 s before it expires, with the time that is left', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  expect(await token()).toBe('t1');
  server.answer(minted('t2'));
  vi.setSystemTime(Date.now() + 3_569_000);
  expect((await proxy.exchange({ form })).body).toEqual({
    access_token: 't1',
    token_type: 'bearer',
    expires_in: 31,
  });
  vi.setSystemTime(Date.now() + 1_000);
  expect(await token()).toBe('t2');
});

test.each([
  ['another secret', { form: { ...form, client_secret: 'other' } }],
  ['another scope', { form: { ...form, scope: 'diary:read' } }],
  ['another header', { form, authorization: 'Basic YTpi' }],
])('not for %s', async (_, request) => {
  await token();
  server.answer(minted('t2'));
  expect(await token(request)).toBe('t2');
});

test.each([
  ['a refusal', json(400, { error: 'invalid_scope' })],
  ['a token that expires at once', minted('t1', 20)],
])('%s is not kept', async (_, script) => {
  server.answer(script);
  await proxy.exchange({ form });
  server.answer(minted('t2'));
  expect(await token()).toBe('t2');
});

test('an answer of a secret that another machine replaced is given 5 s at most', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  let version = '1';
  proxy = createTokenProxy({
    hydraUrl: server.url,
    timeoutMs: TIMEOUT_MS,
    versionOf: async () => version,
  });
  expect(await token()).toBe('t1');
  server.answer(json(401, { error: 'invalid_client' }));
  vi.setSystemTime(Date.now() + 5_000);
  expect(await token()).toBe('t1');
  version = '2';
  vi.setSystemTime(Date.now() + 4_999);
  expect(await token()).toBe('t1');
  vi.setSystemTime(Date.now() + 1);
  expect((await proxy.exchange({ form })).status).toBe(401);
});

test('other grants are always forwarded', async () => {
  const request = { form: { ...form, grant_type: 'refresh_token', refresh_token: 'r' } };
  await proxy.exchange(request);
  await proxy.exchange(request);
  expect(server.requests).toHaveLength(2);
});

test.each([
  ['in the form', { form }],
  [
    'in the header',
    { form: { grant_type: 'client_credentials' }, authorization: `Basic ${btoa('c1:the-secret')}` },
  ],
])('a client whose secret has changed gets nothing old, named %s', async (_, request) => {
  await token(request);
  server.answer(minted('t2'));
  proxy.forget('c2');
  expect(await token(request)).toBe('t1');
  proxy.forget('c1');
  expect(await token(request)).toBe('t2');
});

test('an answer that was under way when the secret changed is not kept', async () => {
  server.answer((response, request) => {
    proxy.forget('c1');
    minted('t1')(response, request);
  });
  expect(await token()).toBe('t1');
  server.answer(minted('t2'));
  expect(await token()).toBe('t2');
});

test.each<[string, typeof hang, number]>([
  ['hangs', hang, SHORT_TIMEOUT_MS],
  ['resets', reset, TIMEOUT_MS],
  ['fails', json(500, { error: 'server_error' }), TIMEOUT_MS],
  ['answers with a page', (response) => response.end('<html>'), TIMEOUT_MS],
])('503 when Hydra %s; the error holds no secret', async (_, script, timeoutMs) => {
  server.answer(script);
  proxy = createTokenProxy({ hydraUrl: server.url, timeoutMs });
  const error: unknown = await proxy.exchange({ form }).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('the-secret');
});

describe('two machines that share answers', () => {
  const kept = new Map<string, string>();
  let version = '1';
  let other: TokenProxy;
  beforeEach(() => {
    kept.clear();
    version = '1';
    const machine = () =>
      createTokenProxy({
        hydraUrl: server.url,
        timeoutMs: TIMEOUT_MS,
        versionOf: async (clientId) => (clientId === 'c1' ? version : null),
        shared: sealAnswers(
          {
            get: async (key) => kept.get(key) ?? null,
            set: async (key, value) => void kept.set(key, value),
          },
          'tokens',
          Buffer.alloc(32, 1),
        ),
      });
    [proxy, other] = [machine(), machine()];
  });
  async function tokenOfOther(request = { form }): Promise<unknown> {
    const { body } = await other.exchange(request);
    return (body as { access_token?: string }).access_token;
  }

  test('the second gives what the first has got, with the time that is left', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await token();
    server.answer(minted('t2'));
    vi.setSystemTime(Date.now() + 100_000);
    const { body } = await other.exchange({ form });
    expect(body).toEqual({ access_token: 't1', token_type: 'bearer', expires_in: 3_500 });
    vi.setSystemTime(Date.now() + 3_470_000);
    expect(await tokenOfOther()).toBe('t2');
  });

  test('not to another secret', async () => {
    await token();
    server.answer(minted('t2'));
    expect(await tokenOfOther({ form: { ...form, client_secret: 'other' } })).toBe('t2');
  });

  test('nothing of a version that is over, from the moment on that it is', async () => {
    await token();
    server.answer(json(401, { error: 'invalid_client' }));
    version = '2';
    expect((await other.exchange({ form })).status).toBe(401);
  });

  test('nothing of clients that are no agents, whose secrets change without our knowing', async () => {
    await token({ form: { ...form, client_id: 'c2' } });
    expect(kept.size).toBe(0);
  });
});
