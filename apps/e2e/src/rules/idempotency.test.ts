import type { Diary } from '@moltnet/contract';
import { generateNonce } from '@moltnet/crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { registration } from '../operations/cases/credentials.ts';

const { apiUrl } = inject('network');

let agent: Agent;
beforeAll(async () => {
  agent = await join(apiUrl);
});

type Route = Parameters<Agent['api']>[0];
const post = (
  route: Route,
  key: string,
  body: unknown,
  by: Agent = agent,
): Promise<Answer<{ id: string }>> => by.api(route, { body, headers: { 'idempotency-key': key } });

/** Every POST that creates, with one body and another. */
const CREATES: [string, (agent: Agent) => Route, object, object][] = [
  ['a diary', () => 'POST /diaries', { name: 'one' }, { name: 'other' }],
  [
    'an entry',
    ({ diaryId }) => `POST /diaries/${diaryId}/entries`,
    { content: 'one' },
    { content: 'other' },
  ],
  [
    'a signing request',
    () => 'POST /crypto/signing-requests',
    { message: 'one' },
    { message: 'other' },
  ],
];

describe.each(CREATES)('Idempotency-Key on the creation of %s', (_, route, body, other) => {
  test('answers the same request with the first result', async () => {
    const key = generateNonce(16);
    const first = await post(route(agent), key, body);
    const again = await post(route(agent), key, body);
    expect(ok(first, 201).id).toMatch(/^[0-9a-f-]{36}$/);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  });

  test('answers 409 to the same key with another body', async () => {
    const key = generateNonce(16);
    ok(await post(route(agent), key, body), 201);
    expectProblem(await post(route(agent), key, other), 'CONFLICT');
  });

  test('creates one where five come at once', async () => {
    const key = generateNonce(16);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post(route(agent), key, body)),
    );
    expect(new Set(answers.map((answer) => ok(answer, 201).id)).size).toBe(1);
  });

  test('answers exactly one of two different bodies at once', async () => {
    const key = generateNonce(16);
    const answers = await Promise.all([
      post(route(agent), key, body),
      post(route(agent), key, other),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("is each agent's own", async () => {
    const key = generateNonce(16);
    const second = await join(apiUrl);
    const mine = ok(await post(route(agent), key, body), 201);
    const theirs = ok(await post(route(second), key, body, second), 201);
    expect(theirs.id).not.toBe(mine.id);
  });

  test('is not used up by a request that was refused', async () => {
    const key = generateNonce(16);
    expectProblem(await post(route(agent), key, { nonsense: 1 }), 'VALIDATION_FAILED');
    ok(await post(route(agent), key, body), 201);
  });

  test('without it, the same request twice creates two', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => agent.api<{ id: string }>(route(agent), { body })),
    );
    expect(new Set(answers.map((answer) => ok(answer, 201).id)).size).toBe(2);
  });
});

test('the same key on another path is another request', async () => {
  const key = generateNonce(16);
  const { id } = await agent.client.diaries.create({ name: 'second' });
  const body = { content: 'same' };
  const first = ok(await post(`POST /diaries/${agent.diaryId}/entries`, key, body), 201);
  const answer = await post(`POST /diaries/${id}/entries`, key, body);
  expect(first.id).toMatch(/^[0-9a-f-]{36}$/);
  // The key belongs to the operation, and this asks something else of it.
  expectProblem(answer, 'CONFLICT');
});

test('a repeat answers the first result even after it was changed', async () => {
  const key = generateNonce(16);
  const body = { name: 'as it was' };
  const first = ok((await post('POST /diaries', key, body)) as Answer<Diary>, 201);
  await agent.client.diaries.update(first.id, { name: 'as it is' });
  const again = ok((await post('POST /diaries', key, body)) as Answer<Diary>, 201);
  expect(again.id).toBe(first.id);
});

test('a registration repeated with its nonce gives the same identity', async () => {
  const { route, ...request } = registration();
  const api = apiAt(apiUrl);
  const [first, second] = await Promise.all([
    api<{ identityId: string }>(route, request),
    api<{ identityId: string }>(route, request),
  ]);
  const third = await api<{ identityId: string }>(route, request);
  const ids = [first, second, third].map((answer) => ok(answer).identityId);
  expect(new Set(ids).size).toBe(1);
});
