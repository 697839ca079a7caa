import type { Diary, Entry } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { ok } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';

const { apiUrl } = inject('network');

let agent: Agent;
beforeAll(async () => {
  agent = await join(apiUrl);
});

interface Kind {
  path: string;
  make(): Promise<Diary | Entry>;
  change: object;
  other: object;
}

const KINDS: [string, () => Kind][] = [
  [
    'a diary',
    () => ({
      path: '/diaries',
      make: () => agent.client.diaries.create({ name: 'first' }),
      change: { name: 'second' },
      other: { name: 'third' },
    }),
  ],
  [
    'an entry',
    () => ({
      path: '/entries',
      make: () => agent.client.entries.create(agent.diaryId, { content: 'first' }),
      change: { content: 'second' },
      other: { content: 'third' },
    }),
  ],
];

describe.each(KINDS)('the revision of %s', (_, kindOf) => {
  const make = async () => {
    const kind = kindOf();
    const { id } = await kind.make();
    return { ...kind, at: `${kind.path}/${id}` as const };
  };

  test('starts at 1 and is its ETag', async () => {
    const { at } = await make();
    const answer = await agent.api<Diary | Entry>(`GET ${at as '/'}`);
    expect(ok(answer).revision).toBe(1);
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  test('goes up by one with a change, and with it the ETag', async () => {
    const { at, change } = await make();
    const answer = await agent.api<Diary | Entry>(`PATCH ${at as '/'}`, {
      body: change,
      headers: { 'if-match': '"1"' },
    });
    expect(ok(answer)).toMatchObject({ ...change, revision: 2 });
    expect(answer.headers.get('etag')).toBe('"2"');
  });

  test.each(['"0"', '"2"', '"abc"', 'W/"1"', 'nonsense'])(
    'refuses a change that is based on %s',
    async (etag) => {
      const { at, change } = await make();
      const headers = { 'if-match': etag };
      const answer = await agent.api(`PATCH ${at as '/'}`, { body: change, headers });
      expectProblem(answer, 'PRECONDITION_FAILED');
      expect(ok(await agent.api<Diary>(`GET ${at as '/'}`)).revision).toBe(1);
    },
  );

  test('lets a change through that is based on anything', async () => {
    const { at, change } = await make();
    ok(await agent.api(`PATCH ${at as '/'}`, { body: change, headers: { 'if-match': '*' } }));
  });

  test('lets one of two changes through that are based on the same', async () => {
    const { at, change, other } = await make();
    const headers = { 'if-match': '"1"' };
    const answers = await Promise.all(
      [change, other].map((body) => agent.api(`PATCH ${at as '/'}`, { body, headers })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const now = ok(await agent.api(`GET ${at as '/'}`));
    expect(now).toMatchObject({ ...(answers[0]?.status === 200 ? change : other), revision: 2 });
  });

  test('guards the deletion, too', async () => {
    const { at, change } = await make();
    ok(await agent.api(`PATCH ${at as '/'}`, { body: change }));
    const stale = await agent.api(`DELETE ${at as '/'}`, { headers: { 'if-match': '"1"' } });
    expectProblem(stale, 'PRECONDITION_FAILED');
    ok(await agent.api(`DELETE ${at as '/'}`, { headers: { 'if-match': '"2"' } }));
    expectProblem(await agent.api(`GET ${at as '/'}`), 'NOT_FOUND');
  });
});

test('reading and searching change neither revision nor updatedAt', async () => {
  const { id } = await agent.client.entries.create(agent.diaryId, { content: 'untouched words' });
  const before = await agent.client.entries.get(id);
  await agent.client.entries.search({ query: 'untouched words' });
  await agent.client.entries.list(agent.diaryId);
  const after = await agent.client.entries.get(id);
  expect([after.revision, after.updatedAt]).toEqual([before.revision, before.updatedAt]);
});
