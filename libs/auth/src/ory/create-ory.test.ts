import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  hang,
  json,
  reset,
  type ScriptedServer,
  startScriptedServer,
} from '../../test/scripted-server.ts';
import { UpstreamRefusedError, UpstreamUnavailableError } from '../upstream-error.ts';
import { projectUrls } from './ory-urls.ts';
import { createOry, type Ory } from './create-ory.ts';
import { IdentityExistsError } from './identities.ts';

const API_KEY = 'ory_pat_the-admin-key';
const SECRET = 'the-agents-client-secret';
const TUPLE = {
  namespace: 'Diary',
  object: 'd1',
  relation: 'read',
  subjectSet: { namespace: 'Agent', object: 'a1', relation: '' },
};
const traits = { publicKey: 'ed25519:AAAA', fingerprint: '0000-0000-0000-0000' };

/** Longer than a busy machine takes to answer itself; who waits for an end of it waits for less. */
const TIMEOUT_MS = 10_000;
const SHORT_TIMEOUT_MS = 1_000;

let server: ScriptedServer;
let ory: Ory;
const stops: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  const started = await startScriptedServer(json(500, {}));
  stops.push(() => started.stop());
  server = started;
  ory = oryWithin(TIMEOUT_MS);
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

function oryWithin(timeoutMs: number): Ory {
  const created = createOry({ urls: projectUrls(`${server.url}/`), apiKey: API_KEY, timeoutMs });
  stops.unshift(() => created.close());
  return created;
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  );
}

test('sends the API key and checks many tuples in one call, answers in their order', async () => {
  server.answer(json(200, { results: [{ allowed: true }, { allowed: false }] }));
  const other = { ...TUPLE, relation: 'write' };
  expect(await ory.relations.check([TUPLE, other])).toEqual([true, false]);
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', url: '/relation-tuples/batch/check' });
  expect(request?.headers.authorization).toBe(`Bearer ${API_KEY}`);
  const subject_set = { namespace: 'Agent', object: 'a1', relation: '' };
  expect(JSON.parse(request?.body ?? '')).toEqual({
    tuples: [
      { namespace: 'Diary', object: 'd1', relation: 'read', subject_set },
      { namespace: 'Diary', object: 'd1', relation: 'write', subject_set },
    ],
  });
});

test.each([
  ['a hang', hang, 'timeout', 1],
  ['a reset connection', reset, 'ECONNRESET', 2],
  ['500', json(500, {}), 'HTTP 500', 1],
  ['503', json(503, {}, { 'retry-after': '7' }), 'HTTP 503', 2],
  ['429', json(429, {}, { 'retry-after': '9000' }), 'HTTP 429', 1],
])('%s is an upstream that is unavailable', async (_, script, reason, attempts) => {
  server.answer(script);
  const asked = script === hang ? oryWithin(SHORT_TIMEOUT_MS) : ory;
  const error = await failure(asked.relations.check([TUPLE]));
  expect(error).toBeInstanceOf(UpstreamUnavailableError);
  expect(error).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    status: 503,
    reason,
    retryAfter: { 'HTTP 503': 7, 'HTTP 429': 60 }[reason] ?? 1,
  });
  expect(server.requests).toHaveLength(attempts);
});

test('a refused connection is an upstream that is unavailable', async () => {
  await server.stop();
  expect(await failure(ory.relations.check([TUPLE]))).toMatchObject({
    name: 'UpstreamUnavailableError',
    reason: 'ECONNREFUSED',
  });
});

test('one lost answer is made good by a second attempt', async () => {
  server.answer((response, request) => {
    server.answer(json(200, { results: [{ allowed: true }] }));
    reset(response, request);
  });
  expect(await ory.relations.check([TUPLE])).toEqual([true]);
});

test.each([
  [401, 'a refused API key'],
  [400, 'a malformed request'],
  [501, 'an operation that it does not have'],
])('%i, %s, is a fault of ours and not repeated', async (status) => {
  server.answer(json(status, { error: { message: 'general', reason: 'quotes the request' } }));
  const error = await failure(ory.relations.check([TUPLE]));
  expect(error).toBeInstanceOf(UpstreamRefusedError);
  expect(error).toMatchObject({
    code: 'UPSTREAM_ERROR',
    upstreamStatus: status,
    upstreamMessage: 'general',
  });
  expect(inspect(error, { depth: 9 })).not.toContain('quotes the request');
  expect(server.requests).toHaveLength(1);
});

test('an undecided check is never a no', async () => {
  server.answer(json(200, { results: [{ allowed: false, error: 'timed out' }] }));
  expect(await failure(ory.relations.check([TUPLE]))).toMatchObject({ reason: 'undecided' });
  server.answer(json(200, { results: [] }));
  expect(await failure(ory.relations.check([TUPLE]))).toBeInstanceOf(UpstreamUnavailableError);
});

test('a service that fails again and again is not asked for a second; the others still are', async () => {
  server.answer(json(500, {}));
  for (let failures = 0; failures < 5; failures += 1) await failure(ory.relations.check([TUPLE]));
  expect(await failure(ory.relations.check([TUPLE]))).toMatchObject({ reason: 'circuit open' });
  expect(server.requests).toHaveLength(5);
  server.answer(json(404, {}));
  expect(await ory.identities.get('nobody')).toBeNull();
});

test.each([
  ['no answer', reset],
  ['a refusal', json(400, { error: { message: 'invalid' } })],
])('errors hold neither key nor secret: %s', async (_, script) => {
  server.answer(script);
  const agent = { id: 'i1', ...traits };
  const errors = [
    await failure(ory.clients.setSecret('c1', SECRET)),
    await failure(
      ory.clients.ensureAgent({
        clientId: 'c1',
        clientSecret: SECRET,
        name: 'scribe',
        agent,
        scopes: ['diary:read'],
      }),
    ),
    await failure(ory.introspect(SECRET)),
  ];
  const printed = inspect(errors, { depth: 20, showHidden: true }) + JSON.stringify(errors);
  expect(printed).not.toContain(SECRET);
  expect(printed).not.toContain(API_KEY);
});

describe('creating an identity whose key is taken', () => {
  const existing = {
    id: 'i1',
    external_id: 'ext-1',
    traits: { public_key: 'p', fingerprint: 'f' },
  };

  beforeEach(() => {
    server.answer((response, request) =>
      request.method === 'POST'
        ? json(409, { error: { code: 409 } })(response, request)
        : json(200, [existing])(response, request),
    );
  });

  test('finds the own one: the answer of an earlier call was lost', async () => {
    expect(await ory.identities.ensureAgent('ext-1', traits)).toEqual({
      id: 'i1',
      publicKey: 'p',
      fingerprint: 'f',
    });
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/admin/identities',
      '/admin/identities?credentials_identifier=ed25519%3AAAAA',
    ]);
  });

  test('is a conflict when it is not the own one', async () => {
    expect(await failure(ory.identities.ensureAgent('ext-2', traits))).toBeInstanceOf(
      IdentityExistsError,
    );
  });
});

test('deleting what is not there is no fault', async () => {
  server.answer(json(404, { error: { code: 404 } }));
  await ory.identities.delete('i1');
  await ory.clients.delete('c1');
  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'DELETE /admin/identities/i1',
    'DELETE /admin/clients/c1',
  ]);
});

test('ready when Kratos, Hydra and Keto each answer', async () => {
  server.answer((response, request) => {
    const answers: Record<string, ReturnType<typeof json>> = {
      '/admin/identities/00000000-0000-0000-0000-000000000000': json(404, {}),
      '/relation-tuples/batch/check': json(200, { results: [{ allowed: false }] }),
      '/.well-known/jwks.json': json(200, { keys: [] }),
    };
    (answers[request.url] ?? json(500, {}))(response, request);
  });
  await ory.ready();
  server.answer(json(503, {}));
  expect(await failure(ory.ready())).toBeInstanceOf(UpstreamUnavailableError);
});
