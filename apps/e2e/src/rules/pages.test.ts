import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { ok } from '../harness/http.ts';
import { expectFields } from '../harness/problems.ts';

const { apiUrl } = inject('network');

interface Page {
  items: { id: string; createdAt: string }[];
  nextCursor: string | null;
  total?: number;
}

interface List {
  agent: Agent;
  /** With a `?`. */
  route: `GET /${string}`;
  insert(count: number): Promise<string[]>;
}

/** Each list of the API with an agent of its own, and 7 things in it that were made at once. */
const LISTS: [string, () => Promise<List>][] = [
  [
    'diaries',
    async () => {
      const agent = await join(apiUrl);
      // Deleted, so that the list holds what the test makes.
      await agent.client.diaries.delete(agent.diaryId);
      return {
        agent,
        route: 'GET /diaries?',
        insert: (count) => many(count, () => agent.client.diaries.create({ name: 'x' })),
      };
    },
  ],
  [
    'entries',
    async () => {
      const agent = await join(apiUrl);
      return {
        agent,
        route: `GET /diaries/${agent.diaryId}/entries?`,
        insert: (count) =>
          many(count, () => agent.client.entries.create(agent.diaryId, { content: 'x' })),
      };
    },
  ],
  [
    'signing requests',
    async () => {
      const agent = await join(apiUrl);
      return {
        agent,
        route: 'GET /crypto/signing-requests?',
        // At most ten are pending, so those that come later are few.
        insert: (count) =>
          many(count, () => agent.client.crypto.createSigningRequest({ message: 'x' })),
      };
    },
  ],
];

async function many(count: number, make: () => Promise<{ id: string }>): Promise<string[]> {
  return (await Promise.all(Array.from({ length: count }, make))).map(({ id }) => id);
}

describe.each(LISTS)('the list of %s', (_, makeList) => {
  let list: List;
  let first: string[];
  beforeAll(async () => {
    list = await makeList();
    first = await list.insert(7);
  });

  const page = async (query: string): Promise<Page> =>
    ok(await list.agent.api<Page>(`${list.route}${query}`));

  test('in pages loses and repeats nothing while rows are inserted', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let turn = 0; turn < 10; turn += 1) {
      const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { items, nextCursor } = await page(`limit=2${after}`);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
      if (cursor === null) break;
      if (turn < 3) await list.insert(1);
    }
    expect(cursor).toBeNull();
    expect([...seen].sort()).toEqual([...first].sort());
  });

  test('is newest first, with microseconds', async () => {
    const { items } = await page('limit=100');
    const times = items.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().toReversed());
    for (const time of times) expect(time).toMatch(/\.\d{6}Z$/);
  });

  test('has no total unless it is asked for', async () => {
    expect(await page('limit=1')).not.toHaveProperty('total');
    expect((await page('limit=1&count=true')).total).toBe((await page('limit=100')).items.length);
  });

  test('still takes the offset of old clients', async () => {
    const all = await page('limit=100');
    const { items } = await page('limit=2&offset=3');
    expect(items.map(({ id }) => id)).toEqual(all.items.slice(3, 5).map(({ id }) => id));
  });

  test('ends in a page without a cursor', async () => {
    expect((await page('limit=100')).nextCursor).toBeNull();
    const { items } = await page('limit=100');
    expect((await page(`limit=${items.length}`)).nextCursor).toBeNull();
  });

  test.each(['abc', '%00', 'MjAyNi0wMS0wMQ', 'e30'])('refuses the cursor %s', async (cursor) => {
    expectFields(await list.agent.api(`${list.route}cursor=${cursor}`), ['query.cursor']);
  });
});

test('a page holds 20 unless told otherwise', async () => {
  const agent = await join(apiUrl);
  await many(21, () => agent.client.entries.create(agent.diaryId, { content: 'x' }));
  const { items, nextCursor } = await agent.client.entries.list(agent.diaryId);
  expect(items.length).toBe(20);
  expect(nextCursor).not.toBeNull();
});
