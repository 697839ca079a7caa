import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { entryWriter } from '../entries/entry-writer.ts';
import { givenEntry, testDiary } from '../testing/index.ts';
import { modelIndexName, withEmbeddingIndexes } from './embedding-index.ts';
import { embeddingModelReader, embeddingModelWriter } from './embedding-models.ts';
import { embeddingReportReader, embeddingReportWriter } from './embedding-reports.ts';
import { embeddingRollQueueReader, embeddingRollQueueWriter } from './embedding-roll-queue.ts';
import { embeddingWriter } from './embedding-writer.ts';

const OLD = 'Xenova/e5-small-v2';
const NEW = "acme/e5-o'new";
const axis = Float32Array.from({ length: 384 }, (_, index) => (index === 0 ? 1 : 0));
const never = new AbortController().signal;

describe('a roll to another model', () => {
  let db: Database;
  let diary: DiaryRecord;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, diary, stop } = await testDiary());
  });
  afterAll(() => stop());
  beforeEach(async () => {
    await db.sql`DELETE FROM entries`;
    await db.sql`DELETE FROM embedding_models WHERE role <> 'serving'`;
    await db.sql`UPDATE embedding_models SET model = ${OLD}`;
  });

  const models = <T>(work: (writer: ReturnType<typeof embeddingModelWriter>) => Promise<T>) =>
    db.transaction((tx) => work(embeddingModelWriter(tx)));
  const queue = <T>(work: (writer: ReturnType<typeof embeddingRollQueueWriter>) => Promise<T>) =>
    db.transaction((tx) => work(embeddingRollQueueWriter(tx)));
  const claim = (limit = 100, leaseMs = 60_000) =>
    queue((writer) => writer.claim(NEW, { limit, leaseMs }));
  const givenEmbedded = async (content: string, model = OLD) => {
    const entry = await givenEntry(db, diary, { content });
    const { id: entryId, contentHash } = entry;
    await db.transaction((tx) =>
      embeddingWriter(tx).replace({ entryId, model, contentHash, chunks: [axis] }),
    );
    return entry;
  };
  const givenTarget = async (total = 0) => {
    await models((writer) => writer.insertTarget(NEW, total));
    await models((writer) => writer.setIndexed(NEW, true));
  };
  const walkToTheEnd = async (limit: number) => {
    while (await models((writer) => writer.walk(NEW, limit)));
  };
  const target = async () => {
    const found = (await embeddingModelReader(db).all()).find(({ model }) => model === NEW);
    if (!found) throw new Error('there is no target');
    return found;
  };
  const hnswIndexes = async () => {
    const rows = await db.sql<{ name: string }[]>`
      SELECT indexname AS name FROM pg_indexes
      WHERE tablename = 'entry_embeddings' AND indexdef LIKE '%hnsw%' ORDER BY 1`;
    return rows.map(({ name }) => name);
  };

  it('walks over what another model has embedded, and nothing else, once', async () => {
    const waiting = [];
    for (let index = 0; index < 7; index++) waiting.push(await givenEmbedded(`old ${index}`));
    await givenEntry(db, diary, { content: 'in the backlog, or its vectors dropped by retention' });
    const both = await givenEmbedded('both');
    await db.transaction((tx) =>
      embeddingWriter(tx).replace({
        entryId: both.id,
        model: NEW,
        contentHash: both.contentHash,
        chunks: [axis],
      }),
    );
    await givenTarget(8);
    await Promise.all(Array.from({ length: 4 }, () => walkToTheEnd(2)));
    await walkToTheEnd(2);
    expect(await target()).toMatchObject({ total: 8, walked: 8, walkedAt: expect.any(String) });
    const claims = await claim();
    expect(claims.map(({ entryId }) => entryId)).toEqual(waiting.map(({ id }) => id));
  });

  it('is not walked before its index is there', async () => {
    await givenEmbedded('old');
    await models((writer) => writer.insertTarget(NEW, 1));
    expect(await models((writer) => writer.walk(NEW, 10))).toBe(false);
    expect(await target()).toMatchObject({ indexed: false, walked: 0, walkedAt: null });
  });

  it('gives each entry to one worker, and to another when that one is gone', async () => {
    for (let index = 0; index < 12; index++) await givenEmbedded(`text ${index}`);
    await givenTarget();
    await walkToTheEnd(5);
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim(3)));
    const ids = claims.flat().map(({ entryId }) => entryId);
    expect([ids.length, new Set(ids).size]).toEqual([12, 12]);
    expect(await claim()).toEqual([]);
    await db.sql`UPDATE embedding_roll_queue SET lease_until = clock_timestamp()`;
    const again = await claim();
    const twice = Array.from({ length: 12 }, () => 2);
    expect(again.map(({ attempts }) => attempts)).toEqual(twice);
    await queue((writer) => writer.release(NEW, ids));
    expect((await claim()).map(({ attempts }) => attempts)).toEqual(twice);
  });

  it('keeps an entry that changes while it is embedded', async () => {
    const entry = await givenEmbedded('first');
    await givenTarget();
    await walkToTheEnd(5);
    const [first] = await claim();
    const changed = await db.transaction((tx) =>
      entryWriter(tx).patch(entry.id, { content: 'second', contentHash: 'h2' }),
    );
    await queue((writer) => writer.enqueue(NEW, [{ entryId: entry.id, contentHash: 'h2' }]));
    await queue((writer) => writer.finish(NEW, first ? [first] : []));
    expect(changed).toBeDefined();
    const second = await claim();
    expect(second).toMatchObject([{ content: 'second', contentHash: 'h2', attempts: 1 }]);
    await queue((writer) => writer.finish(NEW, second));
    expect(await embeddingRollQueueReader(db).counts(NEW)).toMatchObject({ waiting: 0 });
  });

  it('leaves a claim alone when the same text is queued again', async () => {
    const entry = await givenEmbedded('same');
    await givenTarget();
    await walkToTheEnd(5);
    const [claimed] = await claim();
    await queue((writer) =>
      writer.enqueue(NEW, [
        { entryId: entry.id, contentHash: entry.contentHash },
        { entryId: diary.id, contentHash: 'of an entry that is gone' },
      ]),
    );
    expect(claimed?.entryId).toBe(entry.id);
    expect(await claim()).toEqual([]);
    expect(await embeddingRollQueueReader(db).counts(NEW)).toMatchObject({ waiting: 1 });
  });

  it('counts as failed what has failed five times', async () => {
    const { id } = await givenEmbedded('poison');
    await givenTarget();
    await walkToTheEnd(5);
    const failed: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      expect(await claim()).toHaveLength(1);
      await queue((writer) => writer.fail(NEW, [id], `attempt ${attempt}`));
      expect(await claim()).toEqual([]);
      failed.push((await embeddingRollQueueReader(db).counts(NEW)).failed);
      await db.sql`UPDATE embedding_roll_queue SET next_attempt_at = clock_timestamp()`;
    }
    expect(failed).toEqual([0, 0, 0, 0, 1, 1]);
    const counts = { waiting: 1, failed: 1, lastError: 'attempt 5' };
    expect(await embeddingRollQueueReader(db).counts(NEW)).toEqual(counts);
  });

  it('has one serving model and one other at the most, whoever asks', async () => {
    const asked = await Promise.allSettled([
      models((writer) => writer.insertTarget(NEW, 0)),
      models((writer) => writer.insertTarget('acme/e5-third', 0)),
    ]);
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const other = (await embeddingModelReader(db).all())[1]?.model ?? '';
    await models((writer) => writer.serve(other, 'previous'));
    const swapped = (await embeddingModelReader(db).all()).map(({ model, role }) => [model, role]);
    expect(swapped).toEqual([
      [other, 'serving'],
      [OLD, 'previous'],
    ]);
    await models((writer) => writer.serve(OLD, 'target'));
    const back = (await embeddingModelReader(db).all()).map(({ model, role }) => [model, role]);
    expect(back).toEqual([
      [OLD, 'serving'],
      [other, 'target'],
    ]);
  });

  it('builds an index of one model alone, after a build that broke, too', async () => {
    const [serving] = await embeddingModelReader(db).all();
    const id = serving?.id ?? 0;
    const record = { id, model: NEW };
    const timeouts = () =>
      Promise.all(
        Array.from(
          { length: 8 },
          () => db.sql`SELECT current_setting('statement_timeout'), pg_sleep(0.05)`,
        ),
      );
    const before = await timeouts();
    const build = () => withEmbeddingIndexes(db, never, (indexes) => indexes.build(record));
    expect(await build()).toBe(true);
    await build();
    expect(await hnswIndexes()).toEqual([modelIndexName(id), 'entry_embeddings_hnsw_idx'].sort());
    const [index] = await db.sql<[{ definition: string }]>`
      SELECT indexdef AS definition FROM pg_indexes WHERE indexname = ${modelIndexName(id)}`;
    expect(index.definition).toContain(`WHERE (model = 'acme/e5-o''new'::text)`);

    const valid = async () => {
      const [row] = await db.sql<[{ valid: boolean }]>`
        SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = ${modelIndexName(id)}::regclass`;
      return row.valid;
    };
    await db.sql`
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = ${modelIndexName(id)}::regclass`;
    await build();
    expect(await valid()).toBe(true);
    await withEmbeddingIndexes(db, never, (indexes) => indexes.drop(id));
    expect(await hnswIndexes()).toEqual(['entry_embeddings_hnsw_idx']);
    expect(await timeouts()).toEqual(before);
  });

  it('is dropped step by step, with all that waits for it', async () => {
    const kept = await givenEmbedded('kept');
    for (let index = 0; index < 7; index++) await givenEmbedded(`new ${index}`, NEW);
    await givenTarget();
    await queue((writer) =>
      writer.enqueue(NEW, [{ entryId: kept.id, contentHash: kept.contentHash }]),
    );
    await models((writer) => writer.startDropping(NEW));
    expect(await models((writer) => writer.walk(NEW, 10))).toBe(false);
    const left: number[] = [];
    while (await models((writer) => writer.drop(NEW, 3))) {
      left.push(await embeddingModelReader(db).countEntries(NEW));
    }
    // Eight entries in threes, and a last look.
    expect(left).toEqual([5, 2, 0, 0]);
    expect(await embeddingModelReader(db).all()).toMatchObject([{ model: OLD, role: 'serving' }]);
    expect(await embeddingModelReader(db).countEntries(OLD)).toBe(1);
    expect(await embeddingRollQueueReader(db).counts(NEW)).toMatchObject({ waiting: 0 });
  });

  it('hears of each process how its models are, and forgets what it says no more', async () => {
    const report = (process: string, ...said: ['ok' | 'error', string | null][]) =>
      db.transaction((tx) =>
        embeddingReportWriter(tx).replace(
          process,
          said.map(([status, error], index) => ({ model: [OLD, NEW][index]!, status, error })),
        ),
      );
    await report('one', ['ok', null], ['error', 'no config.json']);
    await report('two', ['ok', null]);
    await report('one', ['ok', null]);
    expect(await embeddingReportReader(db).recent()).toEqual([
      { process: 'one', model: OLD, status: 'ok', error: null },
      { process: 'two', model: OLD, status: 'ok', error: null },
    ]);
    await db.sql`UPDATE embedding_reports SET reported_at = reported_at - interval '1 minute'`;
    expect(await embeddingReportReader(db).recent()).toEqual([]);
  });
});
