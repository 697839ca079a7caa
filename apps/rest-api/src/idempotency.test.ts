import { generateNonce } from '@moltnet/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join, type Joined, mint } from '../test/calls.ts';
import { keptIn } from '../test/kept-in.ts';
import { type Network, startNetwork } from '../test/network.ts';

let network: Network;
let one: string;
let other: string;
let agent: Joined;
let token: string;
let teamId: string;
let entryId: string;
beforeAll(async () => {
  network = await startNetwork();
  one = await network.startMachine();
  other = await network.startMachine();
  agent = await join(one);
  token = (await mint(one, agent)).token;
  teamId = (await agent.client.teams.create({ name: 'Ours' })).id;
  const diary = await agent.client.diaries.create({ name: 'Private' });
  entryId = (await agent.client.entries.create(diary.id, { content: 'worth showing' })).id;
});
afterAll(() => network.stop());

async function post(url: string, path: string, key: string, body: object) {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      'x-moltnet-team-id': teamId,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const makeDiary = (url: string, key: string) =>
  post(url, '/diaries', key, { name: `killed ${key}` });

/** Path, body, another body, and where the answer has a secret. */
const CREATES: [
  string,
  () => string,
  object,
  object,
  (body: Record<string, unknown>) => unknown,
][] = [
  [
    'an agent key',
    () => '/agent-keys',
    { name: 'once', scopes: ['agent:profile'] },
    { name: 'twice', scopes: ['agent:profile'] },
    ({ secret }) => secret,
  ],
  [
    'an invite',
    () => `/teams/${teamId}/invites`,
    { maxUses: 2 },
    { maxUses: 3 },
    ({ code }) => code,
  ],
  [
    'an enrolment token',
    () => '/agent-enrollments',
    { expiresInMinutes: 5 },
    { expiresInMinutes: 6 },
    ({ token: made }) => made,
  ],
  [
    'a link to an entry',
    () => `/entries/${entryId}/shares`,
    { expiresInHours: 1 },
    { expiresInHours: 2 },
    ({ token: made }) => made,
  ],
  ['a diary', () => '/diaries', { name: 'once' }, { name: 'twice' }, () => undefined],
];

describe.each(CREATES)('%s, asked of two machines', (_, path, body, another, secretOf) => {
  test('with one key at once is made once, and both answer the same', async () => {
    const key = generateNonce(16);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (__, i) => post(i % 2 ? one : other, path(), key, body)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(201);
    expect(await post(one, path(), key, body)).toEqual(answers[0]);

    expect((await post(one, path(), key, another)).status).toBe(409);
    const next = await post(other, path(), generateNonce(16), body);
    expect(next.status).toBe(201);
    expect(next.body).not.toEqual(answers[0]?.body);
    const secret = secretOf(answers[0]?.body ?? {});
    if (secret === undefined) return;
    expect(secret).toMatch(/^mlt_/);
    expect(await keptIn(network, [String(secret), key])).toEqual([]);
  });
});

test('a machine that is killed in the middle has made each thing whole or not at all', async () => {
  const doomed = await network.startMachine();
  const keys = Array.from({ length: 30 }, () => generateNonce(16));
  const answered = new Map<string, unknown>();
  const sent = keys.map(async (key) => {
    const { status, body } = await makeDiary(doomed, key);
    if (status === 201) answered.set(key, body['id']);
  });
  await Promise.any(sent);
  await network.killMachine(doomed);
  await Promise.allSettled(sent);

  const again = new Map<string, unknown>();
  for (const key of keys) {
    const { status, body } = await makeDiary(other, key);
    expect(status).toBe(201);
    again.set(key, body['id']);
  }
  expect(again).toEqual(new Map([...again, ...answered]));
  const [{ made }] = await network.db.sql<[{ made: number }]>`
    SELECT count(*)::int AS made FROM diaries WHERE name LIKE 'killed %'`;
  expect(made).toBe(keys.length);
});
