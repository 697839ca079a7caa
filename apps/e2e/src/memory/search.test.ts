import type { SearchInput, SearchResult } from '@moltnet/contract';
import { connect } from '@moltnet/database';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { ok } from '../harness/http.ts';
import { expectFields } from '../harness/problems.ts';
import { until } from '../harness/until.ts';

const { apiUrl, databaseUrl } = inject('network');

/** What an agent's diary might hold. Each has a tag of its own, which its cases name. */
const ENTRIES: [string, string][] = [
  ['billing', 'The billing worker drops jobs when Redis restarts'],
  ['kitten', 'The kitten sleeps on the warm keyboard'],
  ['bread', 'Sourdough needs flour, salt and a hot oven'],
  ['ingress', 'Ingresses on Kubernetes strip the path prefix'],
  ['storm', 'The forecast says clouds and a storm'],
  ['deadlock', 'A deadlock: two threads took the locks in another order'],
  ['auth', 'Authentication errors for bad credentials'],
  ['undo', 'Undo of a deleted Postgres table takes a day'],
  ['emoji', 'Ferris 🦀 is the crab of Rust'],
  ['code', 'The handler throws E_TIMEOUT_4711 in parseManifest()'],
];

let agent: Agent;
let diaryId: string;
beforeAll(async () => {
  agent = await join(apiUrl);
  diaryId = (await agent.client.diaries.create({ name: 'searched' })).id;
  for (const [tag, content] of ENTRIES) {
    await agent.client.entries.create(diaryId, { content, tags: [tag] });
  }
  await embedded(diaryId);
});

/** Resolves when every entry of the diary has its vectors. */
async function embedded(diary: string): Promise<void> {
  const database = connect(databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
  try {
    await until('every entry is embedded', async () => {
      const [row] = await database.sql<[{ waiting: number }]>`
        SELECT count(*) AS waiting FROM embedding_backlog WHERE diary_id = ${diary}`;
      return row.waiting === 0;
    });
  } finally {
    await database.close();
  }
}

const search = async (input: SearchInput): Promise<SearchResult[]> =>
  (await agent.client.entries.search({ diaryId, ...input })).results;
const tagsOf = (results: SearchResult[]): string[] => results.map(({ tags }) => tags[0] ?? '');

describe('a question in plain words finds its entry first', () => {
  test.each([
    ['why do billing jobs get lost when redis restarts?', 'billing'],
    ['cats that purr', 'kitten'],
    ['how to bake bread', 'bread'],
    ['kubernetes ingress', 'ingress'],
    ['rainy weather', 'storm'],
    ['concurrency bugs', 'deadlock'],
    ['login fails with a wrong password', 'auth'],
    ['how to restore an erased database', 'undo'],
    ['E_TIMEOUT_4711', 'code'],
    ['parseManifest', 'code'],
    ['who is ferris?', 'emoji'],
  ])('%s → %s', async (query, tag) => {
    expect(tagsOf(await search({ query, limit: 1 }))).toEqual([tag]);
  });
});

describe('awkward questions', () => {
  test.each([
    '🦀',
    `"'\\;--`,
    "'); DROP TABLE entries; --",
    '& | ! ( ) <-> :*',
    '-',
    '"unbalanced',
    '\u2028',
    'a',
    'the of and',
    'x'.repeat(500),
    'слово',
    '単語',
  ])('%s is answered', async (query) => {
    expect(await search({ query })).toEqual(expect.any(Array));
  });

  test('an excluded word excludes', async () => {
    const found = tagsOf(await search({ query: 'redis -billing', limit: 100 }));
    expect(found).not.toContain('billing');
  });
});

describe('a result', () => {
  test('is the entry with its score, and marks the words that it was found by', async () => {
    const [first] = await search({ query: 'billing worker redis' });
    const entry = await agent.client.entries.get(first?.id ?? '');
    expect(first).toMatchObject({ content: entry.content, creator: entry.creator });
    expect(first?.score).toBeGreaterThan(0);
    expect(first?.highlight).toMatch(/«billing»/i);
    expect(first).not.toHaveProperty('scores');
  });

  test('is explained where it is asked for', async () => {
    const [first] = await search({ query: 'billing worker redis', explain: true });
    expect(first?.scores).toEqual({
      vector: expect.any(Number),
      text: expect.any(Number),
      recency: expect.any(Number),
      importance: expect.any(Number),
    });
  });

  test('is one of the best that fit a budget of tokens, and says what it takes', async () => {
    const all = await agent.client.entries.search({ diaryId, query: 'redis', maxTokens: 100_000 });
    const [first] = all.results;
    expect(all.tokens).toBe(all.results.reduce((sum, { tokens = 0 }) => sum + tokens, 0));
    expect(first?.tokens).toBeGreaterThan(5);
    const budget = first?.tokens ?? 0;
    const one = await agent.client.entries.search({ diaryId, query: 'redis', maxTokens: budget });
    expect(one).toMatchObject({ results: [{ id: first?.id }], tokens: budget, nextCursor: null });
    const none = await agent.client.entries.search({ diaryId, query: 'redis', maxTokens: 1 });
    expect(none).toMatchObject({ results: [], tokens: 0 });
    const second = await agent.api('POST /diaries/search', {
      body: { diaryId, maxTokens: 9, cursor: 'x' },
    });
    expectFields(second, ['body.cursor']);
  });

  test('says that no side of the search was missing', async () => {
    const answer = await agent.client.entries.search({ query: 'billing', diaryId });
    expect(answer.degraded ?? []).toEqual([]);
  });
});

describe('filters hold', () => {
  let filtered: string;
  beforeAll(async () => {
    filtered = (await agent.client.diaries.create({ name: 'filtered' })).id;
    for (const [content, tags, entryType, importance] of [
      ['redis one', ['a'], 'semantic', 1],
      ['redis two', ['a', 'b'], 'episodic', 10],
      ['redis three', ['b', 'c'], 'procedural', 5],
      ['nothing alike', ['a'], 'semantic', 5],
    ] as const) {
      await agent.client.entries.create(filtered, {
        content,
        tags: [...tags],
        entryType,
        importance,
      });
    }
  });

  const found = async (input: SearchInput): Promise<string[]> => {
    const { results } = await agent.client.entries.search({
      query: 'redis',
      limit: 100,
      ...input,
      diaryId: filtered,
    });
    return results.map(({ content }) => content.replace('redis ', ''));
  };

  test.each<[SearchInput, string[], string[]]>([
    [{ tags: ['a'] }, ['one', 'two'], ['three']],
    [{ tags: ['a', 'b'] }, ['two'], ['one', 'three', 'nothing alike']],
    [{ tags: ['none'] }, [], ['one', 'two', 'three', 'nothing alike']],
    [{ excludeTags: ['a'] }, ['three'], ['one', 'two', 'nothing alike']],
    [{ entryTypes: ['episodic', 'procedural'] }, ['two', 'three'], ['one', 'nothing alike']],
    [{ createdBefore: '2020-01-01T00:00:00Z' }, [], ['one', 'two', 'three']],
    [{ createdAfter: '2020-01-01T00:00:00Z' }, ['one', 'two', 'three'], []],
    [{ excludeSuperseded: true }, ['one', 'two', 'three'], []],
  ])('%j', async (filter, present, absent) => {
    const contents = await found(filter);
    expect(contents).toEqual(expect.arrayContaining(present));
    for (const content of absent) expect(contents).not.toContain(content);
  });

  test('importance decides where it alone has weight', async () => {
    const contents = await found({ wRelevance: 0, wImportance: 1 });
    expect(contents[0]).toBe('two');
  });

  test('a diary without a question is listed by its weights', async () => {
    const answer = await agent.api('POST /diaries/search', {
      body: { diaryId: filtered, wRelevance: 0, wRecency: 1, limit: 100 },
    });
    const { results } = ok(answer) as { results: SearchResult[] };
    expect(results.map(({ content }) => content)).toEqual([
      'nothing alike',
      'redis three',
      'redis two',
      'redis one',
    ]);
  });
});

describe('pages', () => {
  let paged: string;
  const COUNT = 23;
  beforeAll(async () => {
    paged = (await agent.client.diaries.create({ name: 'paged' })).id;
    await Promise.all(
      Array.from({ length: COUNT }, (_, index) =>
        agent.client.entries.create(paged, { content: `redis restart number ${index}` }),
      ),
    );
    // A vector that is written between two pages moves what has it up.
    await embedded(paged);
  });

  test('lose and repeat nothing, and keep the order of the scores', async () => {
    const seen: SearchResult[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await agent.client.entries.search({
        query: 'redis restart',
        diaryId: paged,
        limit: 5,
        ...(typeof cursor === 'string' && { cursor }),
      });
      seen.push(...page.results);
      cursor = page.nextCursor;
      // Meanwhile somebody writes.
      if (seen.length === 10) {
        await agent.client.entries.create(paged, { content: 'something else entirely' });
      }
    } while (cursor !== null && seen.length < 60);
    const numbers = seen.map(({ content }) => content).filter((each) => each.startsWith('redis'));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(new Set(numbers).size).toBe(COUNT);
    const scores = seen.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  test('a cursor of another question is refused', async () => {
    const first = await agent.client.entries.search({ query: 'redis', diaryId: paged, limit: 5 });
    const answer = await agent.api('POST /diaries/search', {
      body: { query: 'sourdough', diaryId, limit: 5, cursor: first.nextCursor },
    });
    expectFields(answer, ['body.cursor']);
  });
});

test('a search without a diary looks into every diary of the agent', async () => {
  const found = await agent.client.entries.search({ query: 'sourdough redis', limit: 100 });
  expect(new Set(found.results.map((result) => result.diaryId)).size).toBeGreaterThan(1);
});

test('an entry is found by what it says now, and gone when it is deleted', async () => {
  const { entries } = agent.client;
  const { id } = await entries.create(agent.diaryId, { content: 'xylophone quartet' });
  const find = async (query: string) =>
    (await entries.search({ query, diaryId: agent.diaryId })).results.map((result) => result.id);
  expect(await find('xylophone')).toContain(id);
  await entries.update(id, { content: 'theremin solo' });
  expect(await find('theremin')).toContain(id);
  const byOldWord = await entries.search({
    query: 'xylophone',
    diaryId: agent.diaryId,
    explain: true,
  });
  for (const { scores } of byOldWord.results) expect(scores?.text ?? 0).toBe(0);
  await entries.delete(id);
  expect(await find('theremin')).not.toContain(id);
});

test('a text far longer than the model reads is found by its end', async () => {
  const { id: longDiary } = await agent.client.diaries.create({ name: 'long' });
  // Twelve times what the model reads at once, and then something else.
  const beginning = 'The planet and the galaxy are seen by the telescope. '.repeat(500);
  const end = 'The kitten purrs and shows its whiskers. '.repeat(60);
  const { id } = await agent.client.entries.create(longDiary, { content: beginning + end });
  await embedded(longDiary);
  const { results } = await agent.client.entries.search({
    query: 'feline',
    diaryId: longDiary,
    explain: true,
  });
  expect(results.map((result) => result.id)).toEqual([id]);
  // The mean over all of the text would be near the planets alone.
  expect(results[0]?.scores?.vector).toBeGreaterThan(0.5);
});
