import {
  connect,
  type Database,
  type DiaryRecord,
  modelIndexName,
  type Source,
  withEmbeddingIndexes,
} from '@moltnet/database';
import {
  builtAfterwards,
  givenAgent,
  givenDiary,
  testDatabase,
  type TestDatabase,
} from '@moltnet/database/testing';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchRequest } from './options.ts';
import { searchCandidates, searchSettings, searchStatement } from './search.ts';

/** More than are compared one by one. */
const ENTRIES = 8_400;
/** Of a diary beside it: more than are walked for a filter. */
const IN_SMALL = 600;
const MODEL = EMBEDDING_MODEL;
const vector = Float32Array.from({ length: 384 }, (_, index) => (index === 0 ? 1 : 0));

describe('the plan of a search in a diary of thousands', { timeout: 120_000 }, () => {
  let server: TestDatabase;
  let db: Database;
  let diary: DiaryRecord;
  let small: DiaryRecord;
  beforeAll(async () => {
    server = await testDatabase();
    db = connect(server.url, { applicationName: 'test', max: 1 });
    diary = await givenDiary(db, await givenAgent(db));
    small = await givenDiary(db, await givenAgent(db));
    // Every entry has `common`, one in 400 `seldom`, one `needle`; the newest are the likest, and one
    // in four has a vector, because it takes long to index them.
    await db.sql`
      INSERT INTO entries (id, diary_id, author_id, content, tags, content_hash, created_at)
      SELECT gen_random_uuid(), ${diary.id}, ${diary.creatorId},
             'common text ' || CASE WHEN n % 400 = 0 THEN 'seldom ' ELSE '' END
               || CASE WHEN n = 7 THEN 'needle ' ELSE '' END || md5(n::text),
             CASE WHEN n % 120 = 0 THEN '{few}'::text[] ELSE '{}' END, n,
             now() - (${ENTRIES} - n) * interval '1 minute'
      FROM generate_series(1, ${ENTRIES}) AS n`;
    await db.sql`
      INSERT INTO entries (id, diary_id, author_id, content, content_hash)
      SELECT gen_random_uuid(), ${small.id}, ${small.creatorId}, 'small ' || md5(n::text), n
      FROM generate_series(1, ${IN_SMALL}) AS n`;
    await builtAfterwards(
      db,
      'entry_embeddings_hnsw_idx',
      () => db.sql`
        INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
        SELECT id, 0, ${MODEL}, diary_id,
               (ARRAY[content_hash::float, ${ENTRIES} - content_hash::float]
                || array_fill(0::float, ARRAY[382]))::halfvec(384)
        FROM entries WHERE diary_id = ${small.id} OR content_hash::int % 4 = 0`,
    );
    await db.sql`ANALYZE`;
  }, 300_000);
  afterAll(async () => {
    await db.close();
    await server.stop();
  });

  const request = (given: Partial<SearchRequest>): SearchRequest => ({
    diaryIds: [diary.id],
    model: MODEL,
    limit: 10,
    ...given,
  });

  /**
   * Node lines of EXPLAIN ANALYZE that ran, without the parts that a condition turned off. Four
   * thousand short rows are read and sorted in a moment, which the planner knows; what it does with
   * many is what it does when these are dear.
   */
  async function nodesRun(given: Partial<SearchRequest>): Promise<string> {
    const lines = await db.transaction(async ({ sql }) => {
      await searchSettings(sql);
      await sql`
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
               set_config('enable_hashjoin', 'off', true)`;
      return explain(sql, given, 'ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF');
    });
    return lines.filter((line) => !line.includes('never executed')).join('\n');
  }
  /** Of the plan that the connection would keep, which is not the one for these parameters. */
  async function explain(sql: Source['sql'], given: Partial<SearchRequest>, how: string) {
    // Else of one that was made by other settings.
    await sql`DISCARD PLANS`;
    const statement = searchStatement(sql, request(given), undefined);
    const {
      statement: { string: text },
    } = await statement;
    const [{ name }] = await sql<[{ name: string }]>`
      SELECT name FROM pg_prepared_statements WHERE statement = ${text} LIMIT 1`;
    // As the driver sent them; its types do not tell of them.
    const { parameters } = statement as unknown as { parameters: readonly (string | null)[] };
    const values = parameters.map((value) => (value === null ? 'NULL' : quoted(value)));
    const lines = await sql.unsafe(`EXPLAIN (${how}) EXECUTE "${name}" (${values.join(', ')})`);
    return lines.map((line) => String(Object.values(line)[0]));
  }
  const contents = async (given: Partial<SearchRequest>) => {
    const { results } = await searchCandidates(db, request(given));
    const rows = await db.sql<{ id: string; content: string }[]>`SELECT id, content FROM entries`;
    const byId = new Map(rows.map(({ id, content }) => [id, content]));
    return results.map(({ entryId }) => byId.get(entryId) ?? '');
  };

  it.each([['common'], ['seldom'], ['needle'], ['common seldom needle absent']])(
    'by words reads hundreds of rows, from indexes: %s',
    async (query) => {
      const nodes = await nodesRun({ query });
      expect(nodes).not.toContain('Seq Scan on entries');
      expect(mostRows(nodes)).toBeLessThanOrEqual(1_000);
    },
  );

  it.each<[asked: string, given: Partial<SearchRequest>]>([
    ['an absent word', { query: 'absent' }],
    ['a rare word', { query: 'needle' }],
    ['a word with a tag', { query: 'seldom', tags: ['few'] }],
  ])('asks the index of words for %s, never the diary from end to end', async (_, given) => {
    const nodes = await nodesRun(given);
    expect(nodes).toContain('Bitmap Index Scan on entries_terms_idx');
    expect(nodes).not.toMatch(/Rows Removed by Filter: \d{4}/);
  });

  it('reads a time out of the index of the newest', async () => {
    const nodes = await nodesRun({
      query: 'common',
      createdBefore: new Date(Date.now() - 3_600_000).toISOString(),
    });
    expect(nodes).toContain('Index Only Scan using entries_diary_newest_idx');
    expect(mostRows(nodes)).toBeLessThanOrEqual(1_000);
  });

  it('finds a rare word in an old entry among many with the common ones', async () => {
    expect((await contents({ query: 'common needle text absent' }))[0]).toContain('needle');
    expect(await contents({ query: 'seldom' })).toHaveLength(10);
  });

  it('walks HNSW where many pass the filter', async () => {
    const nodes = await nodesRun({ query: 'absent', queryVector: vector });
    expect(nodes).toContain('entry_embeddings_hnsw_idx');
    expect(nodes).not.toContain('Seq Scan on ent');
  });

  it('walks the index of the model alone, once there is one', async () => {
    const never = new AbortController().signal;
    await withEmbeddingIndexes(db, never, async (indexes) => {
      await indexes.build({ id: 1, model: MODEL });
      await indexes.dropShared();
    });
    await db.sql`ANALYZE entry_embeddings`;
    const nodes = await nodesRun({ query: 'absent', queryVector: vector });
    expect(nodes).toContain(modelIndexName(1));
    expect(nodes).not.toContain('Seq Scan on ent');
    expect(await contents({ query: 'absent', queryVector: vector })).toHaveLength(10);
  });

  it('compares all where few do, and so finds every one of them', async () => {
    const given = { query: 'absent', queryVector: vector, tags: ['few'], limit: 100 };
    const nodes = await nodesRun(given);
    expect(nodes).not.toContain('entry_embeddings_hnsw_idx');
    expect(nodes).toContain('entry_embeddings_pkey');
    expect(await contents(given)).toHaveLength(ENTRIES / 120);
  });

  it.each<[filter: string, given: Partial<SearchRequest>]>([
    ['none', {}],
    ['one that all but none pass', { excludeSuperseded: true }],
    ['a time', { createdAfter: '2020-01-01T00:00:00Z' }],
  ])('compares all of a diary of hundreds among thousands, filter: %s', async (_, given) => {
    const asked = { query: 'absent', queryVector: vector, diaryIds: [small.id], ...given };
    const nodes = await nodesRun(asked);
    expect(nodes).not.toContain('entry_embeddings_hnsw_idx');
    expect(nodes).toContain('entry_embeddings_pkey');
    expect((await searchCandidates(db, request({ ...asked, limit: 100 }))).results).toHaveLength(
      80,
    );
  });

  it('reads the newest of a huge diary in their order, though the average one is small', async () => {
    // As after many changes: the index alone does not tell which rows are visible.
    await db.sql`UPDATE pg_class SET relallvisible = 0 WHERE oid = 'entries'::regclass`;
    try {
      const lines = await db.transaction(async ({ sql }) => {
        await searchSettings(sql);
        return explain(sql, { query: 'absent', queryVector: vector }, 'COSTS OFF');
      });
      expect(lines.join('\n')).not.toContain('Bitmap Index Scan on entries_diary_newest_idx');
    } finally {
      await db.sql`VACUUM ANALYZE entries`;
    }
  });

  it('asks the index of words once for all diaries', async () => {
    const nodes = await nodesRun({ query: 'needle', diaryIds: [diary.id, small.id] });
    const asked = /Bitmap Index Scan on entries_terms_idx \(actual rows=1(?:\.00)? loops=1\)/g;
    expect(nodes.match(asked)).toHaveLength(1);
  });

  it('asks it for a phrase only where one of its words is in few entries', async () => {
    await db.sql`UPDATE pg_class SET reltuples = 1e6 WHERE oid = 'entries'::regclass`;
    try {
      expect(await nodesRun({ query: '"text common"' })).not.toContain('entries_terms_idx');
      expect(await nodesRun({ query: '"text needle"' })).toContain('entries_terms_idx');
    } finally {
      await db.sql`ANALYZE entries`;
    }
  });

  it('lists without reading the diary', async () => {
    const nodes = await nodesRun({});
    expect(nodes).toContain('entries_diary_newest_idx');
    expect(mostRows(nodes)).toBeLessThanOrEqual(1_002);
  });

  it('makes a highlight for what is on the page, and for nothing else', async () => {
    const nodes = await nodesRun({ query: 'common', limit: 3 });
    const page = /CTE page\n.*actual rows=(\d+)/.exec(nodes);
    expect(page?.[1]).toBe('4');
  });
});

/** A text as a literal, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The most rows that any node gave in one go. */
function mostRows(nodes: string): number {
  return Math.max(...Array.from(nodes.matchAll(/actual rows=(\d+)/g), ([, rows]) => Number(rows)));
}
