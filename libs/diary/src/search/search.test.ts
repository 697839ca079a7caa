import { type Database, type DiaryRecord, embeddingWriter, type NewEntry } from '@moltnet/database';
import { givenAgent, givenDiary, givenEntry, testPool } from '@moltnet/database/testing';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchRequest } from './options.ts';
import { searchCandidates } from './search.ts';

const MODEL = EMBEDDING_MODEL;

/** A direction in which nothing else lies; what two of them share is their similarity. */
function about(...shares: [topic: number, share: number][]): Float32Array {
  const vector = new Float32Array(384);
  for (const [topic, share] of shares) vector[topic] = share;
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** What the diary holds: a name to speak of it, its words, and what it is about. */
type Given = Partial<NewEntry> & { readonly content: string; readonly chunks?: Float32Array[] };
const DIARY: Record<string, Given> = {
  billing: {
    title: 'Billing worker',
    content: 'The billing worker drops jobs when Redis restarts.',
    tags: ['incident', 'scope:billing'],
    importance: 8,
    chunks: [about([0, 1])],
  },
  queue: {
    content: 'A dead letter queue keeps what failed; letters of the dead are another matter.',
    tags: ['scope:billing'],
    entryType: 'procedural',
    chunks: [about([0, 0.8], [1, 0.6])],
  },
  letters: {
    content: 'The queue of letters at the post office was dead slow.',
    chunks: [about([7, 1])],
  },
  bread: { content: 'Sourdough needs flour, salt and a hot oven.', chunks: [about([2, 1])] },
  long: {
    content: `Minutes of a meeting. ${'The agenda was long and nobody spoke. '.repeat(40)}`,
    chunks: [about([3, 1]), about([4, 1]), about([2, 0.9], [4, 0.1])],
  },
  header: {
    content: 'Send x-moltnet-team-id with it; parsePublicKey is in libs/crypto/src/keys.ts.',
  },
  kana: { content: 'データベースを再起動したらキューが空になった。' },
  cyrillic: { content: 'База данных перезапускается по ночам.' },
  korean: { content: '데이터베이스가 재시작되면 작업이 사라진다.' },
  who: { title: 'The Who', content: 'Quadrophenia, side three.' },
  reports: { content: 'Report of reports: the weekly report reports on the reporting.' },
  report: { content: 'The weekly report is due; its author is away and its readers wait.' },
};

describe('search', () => {
  let db: Database;
  let diary: DiaryRecord;
  let stop: () => Promise<void>;
  let other: DiaryRecord;
  const names = new Map<string, string>();

  beforeAll(async () => {
    ({ db, stop } = await testPool(4));
    const agent = await givenAgent(db);
    diary = await givenDiary(db, agent);
    other = await givenDiary(db, agent);
    for (const [name, given] of Object.entries(DIARY)) await write(diary, name, given);
    await write(other, 'foreign', {
      content: 'The billing worker of somebody else, and Redis.',
      chunks: [about([0, 1])],
    });
  });
  afterAll(() => stop());

  async function write(to: DiaryRecord, name: string, { chunks, ...given }: Given) {
    const { id, contentHash } = await givenEntry(db, to, given);
    names.set(id, name);
    if (!chunks) return id;
    await db.transaction((tx) =>
      embeddingWriter(tx).replace({ entryId: id, model: MODEL, contentHash, chunks }),
    );
    return id;
  }

  const search = (request: Partial<SearchRequest>) =>
    searchCandidates(db, { diaryIds: [diary.id], model: MODEL, limit: 20, ...request });
  const setModelRole = (role: string) => db.sql`UPDATE embedding_models SET role = ${role}`;
  const found = async (request: Partial<SearchRequest>) =>
    (await search(request)).results.map(({ entryId }) => names.get(entryId));

  describe('by words', () => {
    it.each<[what: string, query: string, expected: string[]]>([
      ['all words, in any form', 'restarting workers', ['billing']],
      [
        'a question in plain words',
        'why do billing jobs get lost when redis restarts?',
        ['billing'],
      ],
      ['a typing mistake beside good words', 'redis restrats', ['billing']],
      ['a phrase', '"dead letter"', ['queue']],
      ['a phrase that nobody wrote', '"letter dead"', []],
      ['an exclusion', 'queue -post', ['queue']],
      ['an excluded phrase', 'queue -"dead letter"', ['letters']],
      ['either of two', 'flour or quadrophenia', ['who', 'bread']],
      ['a tag', 'scope:billing jobs', ['billing', 'queue']],
      ['a header', 'x-moltnet-team-id', ['header']],
      ['a part of a header', 'moltnet team', ['header']],
      ['an identifier', 'parsePublicKey', ['header']],
      ['the words of an identifier', 'parse public key', ['header']],
      ['a path', 'libs/crypto/src/keys.ts', ['header']],
      ['a file of a path', 'keys.ts', ['header']],
      ['Japanese', 'データベース', ['kana']],
      ['Japanese, other words', '再起動 キュー', ['kana']],
      ['Russian', 'база данных', ['cyrillic']],
      ['Russian in capitals', 'БАЗА', ['cyrillic']],
      ['Korean without its particle', '데이터베이스', ['korean']],
      ['a title of stop words', 'the who', ['who']],
      ['nothing that is there', 'xylophone', []],
      ['markup and operators', "') | !! <-> & \\ :* '", []],
    ])('%s: %s', async (_, query, expected) => {
      expect(await found({ query })).toEqual(expected);
    });

    it('puts the title first, then the shorter and denser text', async () => {
      expect((await found({ query: 'report' })).sort()).toEqual(['report', 'reports']);
      const [first] = (await search({ query: 'billing' })).results;
      expect(names.get(first?.entryId ?? '')).toBe('billing');
    });

    it('marks the words that matched', async () => {
      const [hit] = (await search({ query: 'redis jobs' })).results;
      expect(hit?.highlight).toContain('drops «jobs» when «Redis» restarts');
      expect(hit?.scores).toMatchObject({ vector: null, importance: 0.8 });
    });
  });

  describe('by meaning', () => {
    it('finds the nearest, and what is near them, but not what is merely nearest', async () => {
      const request = { query: 'qqq', queryVector: about([0, 1]), similarityFloor: 0.3 };
      expect(await found(request)).toEqual(['billing', 'queue']);
      expect(await found({ ...request, queryVector: about([99, 1]) })).toEqual([]);
    });

    it('finds a long entry by any of its chunks, once', async () => {
      const request = { query: 'qqq', queryVector: about([2, 1]), similarityFloor: 0.3 };
      const { results } = await search(request);
      expect(results.map(({ entryId }) => names.get(entryId))).toEqual(['bread', 'long']);
      expect(results[1]?.scores.vector).toBeCloseTo(0.9 / Math.hypot(0.9, 0.1), 3);
    });

    it('does not compare with another model’s vectors, and says that its own is not searched', async () => {
      const request = { query: 'qqq', queryVector: about([0, 1]), similarityFloor: 0.3 };
      expect(await search(request)).toMatchObject({ outdated: false });
      const unknown = await search({ ...request, model: 'new' });
      expect(unknown).toEqual({ results: [], nextCursor: null, outdated: true });
      expect(await search({ query: 'billing', model: 'new' })).toMatchObject({ outdated: false });
    });

    it('compares with a model that served before, not with one that is being filled', async () => {
      const request = { query: 'qqq', queryVector: about([0, 1]), similarityFloor: 0.3 };
      await setModelRole('previous');
      expect(await search(request)).toMatchObject({ outdated: false });
      expect(await found(request)).toEqual(['billing', 'queue']);
      await setModelRole('target');
      expect(await search(request)).toMatchObject({ outdated: true, results: [] });
      await setModelRole('serving');
    });

    it('obeys exclusions and phrases too', async () => {
      const request = { queryVector: about([0, 1]), similarityFloor: 0.3 };
      expect(await found({ ...request, query: 'trouble -redis' })).toEqual(['queue']);
      expect(await found({ ...request, query: '"dead letter" trouble' })).toEqual(['queue']);
    });

    it('ranks what both sides found before what one did', async () => {
      const request = { query: 'dead letters', queryVector: about([0, 1]), similarityFloor: 0.3 };
      const { results } = await search(request);
      expect(results.map(({ entryId }) => names.get(entryId))).toEqual([
        'queue',
        'billing',
        'letters',
      ]);
      // First by words, at full strength; second by meaning, at five sevenths of the way to the best.
      expect(results[0]?.score).toBeCloseTo((61 / 61 + (5 / 7) * (61 / 62)) / 2, 3);
    });
  });

  describe('within', () => {
    it('no diary finds nothing', async () => {
      expect(await search({ diaryIds: [], query: 'billing' })).toEqual({
        results: [],
        nextCursor: null,
        outdated: false,
      });
    });

    it('the diaries given, and no other', async () => {
      const request = { query: 'billing worker', queryVector: about([0, 1]), similarityFloor: 0.9 };
      expect(await found(request)).toEqual(['billing', 'queue']);
      expect(await found({ ...request, diaryIds: [other.id] })).toEqual(['foreign']);
      const both = await found({ ...request, diaryIds: [other.id, diary.id] });
      expect(both.sort()).toEqual(['billing', 'foreign', 'queue']);
    });

    it.each<[string, Partial<SearchRequest>, string[]]>([
      ['tags', { tags: ['scope:billing'] }, ['billing', 'queue']],
      ['all of the tags', { tags: ['scope:billing', 'incident'] }, ['billing']],
      ['excluded tags', { tags: ['scope:billing'], excludeTags: ['incident'] }, ['queue']],
      ['types', { entryTypes: ['procedural'] }, ['queue']],
      ['a time to come', { createdAfter: '2099-01-01T00:00:00Z' }, []],
      ['a time gone by', { createdBefore: '2020-01-01T00:00:00Z' }, []],
    ])('%s, on both sides', async (_, filter, expected) => {
      const byWords = { query: 'queue or billing', ...filter };
      const byMeaning = {
        query: 'qqq',
        queryVector: about([0, 1]),
        similarityFloor: 0.3,
        ...filter,
      };
      expect((await found(byWords)).sort()).toEqual(expected);
      expect((await found(byMeaning)).sort()).toEqual(expected);
    });

    it('what has not been superseded', async () => {
      const old = await write(diary, 'old', {
        content: 'Obsolete zebra.',
        chunks: [about([50, 1])],
      });
      const meaning = { queryVector: about([50, 1]), similarityFloor: 0.3 };
      const request = { query: 'zebra', ...meaning, excludeSuperseded: true };
      expect(await found(request)).toEqual(['old']);
      const by = await write(diary, 'new', { content: 'Something else.' });
      await db.sql`UPDATE entries SET superseded_by = ${by} WHERE id = ${old}`;
      expect(await found(request)).toEqual([]);
      expect(await found({ ...request, excludeSuperseded: false })).toEqual(['old']);
    });
  });

  describe('weighed', () => {
    let weighed: DiaryRecord;
    beforeAll(async () => {
      weighed = await givenDiary(db, await givenAgent(db));
      const given: [name: string, daysAgo: number, importance: number][] = [
        ['today', 0, 1],
        ['last month', 30, 5],
        ['last year', 365, 10],
      ];
      for (const [name, days, importance] of given) {
        const id = await write(weighed, name, { content: 'The same words.', importance });
        await db.sql`UPDATE entries SET created_at = created_at - ${days} * interval '1 day'
                     WHERE id = ${id}`;
      }
    });

    it.each<[string, Partial<SearchRequest>, string[]]>([
      ['by recency', { wRecency: 1 }, ['today', 'last month', 'last year']],
      ['by importance', { wImportance: 1 }, ['last year', 'last month', 'today']],
      ['by both', { wRecency: 1, wImportance: 1 }, ['today', 'last year', 'last month']],
      ['by nothing, newest first', {}, ['today', 'last month', 'last year']],
      ['by what is not there', { query: '-words', wImportance: 1 }, []],
      [
        'a query by importance',
        { query: 'words', wRelevance: 0, wImportance: 1 },
        ['last year', 'last month', 'today'],
      ],
    ])('%s', async (_, request, expected) => {
      expect(await found({ diaryIds: [weighed.id], ...request })).toEqual(expected);
    });

    it('halves the recency with each 30 days', async () => {
      const { results } = await search({ diaryIds: [weighed.id], wRecency: 1 });
      expect(results.map(({ scores }) => Math.round(scores.recency * 1000) / 1000)).toEqual([
        1, 0.5, 0,
      ]);
    });
  });

  describe('in pages', () => {
    it.each<[string, Partial<SearchRequest>]>([
      ['of a list', {}],
      ['by words', { query: 'page' }],
      ['by both sides', { query: 'page', queryVector: about([60, 1], [61, 0.2]) }],
    ])('%s loses and repeats nothing while entries are written', async (name, request) => {
      const paged = await givenDiary(db, await givenAgent(db));
      const written: string[] = [];
      for (let index = 0; index < 23; index++) {
        const chunks = [about([60, 1], [61, index / 23])];
        written.push(await write(paged, `${index}`, { content: `Page ${index % 3}.`, chunks }));
      }
      const whole = await search({ diaryIds: [paged.id], limit: 100, ...request });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await search({ diaryIds: [paged.id], limit: 5, ...request, cursor });
        seen.push(...page.results.map(({ entryId }) => entryId));
        cursor = page.nextCursor ?? undefined;
        await write(paged, 'late', { content: 'Page page page.', chunks: [about([60, 1])] });
      } while (cursor);
      expect(seen).toEqual(whole.results.map(({ entryId }) => entryId));
      expect(seen.toSorted()).toEqual(written.toSorted());
      expect(name).not.toBe('');
    });

    it('by both sides stays as it began when vectors come late', async () => {
      const paged = await givenDiary(db, await givenAgent(db));
      const late: [id: string, hash: string][] = [];
      for (let index = 0; index < 12; index++) {
        const content = `Page ${index}.`;
        const { id, contentHash } = await givenEntry(db, paged, { content });
        late.push([id, contentHash]);
      }
      const request = {
        diaryIds: [paged.id],
        query: 'page',
        queryVector: about([60, 1]),
        limit: 4,
      };
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await search({ ...request, cursor });
        seen.push(...page.results.map(({ entryId }) => entryId));
        cursor = page.nextCursor ?? undefined;
        for (const [entryId, contentHash] of late.splice(0, 6)) {
          await db.transaction((tx) =>
            embeddingWriter(tx).replace({
              entryId,
              model: MODEL,
              contentHash,
              chunks: [about([60, 1])],
            }),
          );
        }
      } while (cursor);
      expect(new Set(seen).size).toBe(12);
      expect(seen).toHaveLength(12);
    });

    it('by number, for clients that count', async () => {
      const all = await found({ query: 'billing or queue' });
      expect(await found({ query: 'billing or queue', offset: 1 })).toEqual(all.slice(1));
    });
  });
});
