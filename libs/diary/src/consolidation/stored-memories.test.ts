import { type Database, type DiaryRecord, embeddingWriter, type NewEntry } from '@moltnet/database';
import { givenAgent, givenDiary, givenEntry, testPool } from '@moltnet/database/testing';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ClusteringThread } from './clustering-thread.ts';
import { nearDuplicatesOf } from './near-duplicates.ts';
import { readMemories, readTexts } from './read-memories.ts';

const MODEL = EMBEDDING_MODEL;

let db: Database;
let diary: DiaryRecord;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ db, stop } = await testPool(4));
});
afterAll(() => stop());
beforeEach(async () => {
  diary = await givenDiary(db, await givenAgent(db));
});

/** A direction in which nothing else lies. */
function axis(...shares: number[]): Float32Array {
  return Float32Array.from({ length: 384 }, (_, at) => shares[at] ?? 0);
}

async function written(given: Partial<NewEntry>, ...chunks: Float32Array[]): Promise<string> {
  const entry = await givenEntry(db, diary, given);
  const { id: entryId, contentHash } = entry;
  await db.transaction((tx) =>
    embeddingWriter(tx).replace({ entryId, model: MODEL, contentHash, chunks }),
  );
  return entryId;
}

async function supersede(entryId: string, by: string): Promise<void> {
  await db.sql`UPDATE entries SET superseded_by = ${by} WHERE id = ${entryId}`;
}

async function grouped(filter: Parameters<typeof readMemories>[2], threshold: number) {
  const { rows } = await readMemories(db, diary.id, filter);
  const texts = await readTexts(
    db,
    rows.map(({ id }) => id),
  );
  const vectors = rows.flatMap(({ vector }) => (vector ? [vector.subarray(4)] : []));
  const clusters = await new ClusteringThread().cluster({
    threshold,
    memories: rows.map(({ vector, ...row }) => ({
      ...row,
      text: texts.get(row.id),
      embedded: vector !== null,
    })),
    vectors: Uint8Array.from(Buffer.concat(vectors)).buffer,
  });
  return clusters.map(({ entryIds }) => entryIds);
}

describe('memories as they are stored', () => {
  test('of several chunks count as their mean, in the thread, too', async () => {
    const long = await written({ content: 'long' }, axis(1), axis(0, 1));
    const near = await written({ content: 'near' }, axis(Math.SQRT1_2, Math.SQRT1_2));
    const one = await written({ content: 'one of the chunks' }, axis(1));
    expect(await grouped({}, 0.99)).toEqual([[long, near].sort(), [one]]);
  });

  test('without a vector are with what has the same text but for case and white space', async () => {
    const embedded = await written({ content: 'Redis lost\n the  JOBS' }, axis(1));
    const pending = await givenEntry(db, diary, { content: '  redis LOST the jobs ' });
    const other = await givenEntry(db, diary, { content: 'Redis lost the jobs!' });
    const { rows } = await readMemories(db, diary.id, {});
    expect(rows.filter(({ vector }) => vector === null)).toHaveLength(2);
    expect(await grouped({}, 1)).toEqual([[embedded, pending.id].sort(), [other.id]]);
  });

  test('whose chunks cancel each other out are taken for what has no vector', async () => {
    const nowhere = await written({ content: 'up and down' }, axis(1), axis(-1));
    const up = await written({ content: 'up' }, axis(1));
    expect((await grouped({}, 0)).flat().sort()).toEqual([nowhere, up].sort());
    expect(await grouped({}, 0)).toHaveLength(2);
  });

  test('long beyond comparing are the same when they are exact copies', async () => {
    const content = 'A long story. '.repeat(2_000);
    const copies = await Promise.all([1, 2].map(() => givenEntry(db, diary, { content })));
    await givenEntry(db, diary, { content: content.toLowerCase() });
    expect((await grouped({}, 1))[0]).toEqual(copies.map(({ id }) => id).sort());
  });

  test('are of this diary, this model, and what the filter leaves', async () => {
    const vector = axis(1);
    const tagged = await written({ content: 'tagged', tags: ['a', 'b'], importance: 7 }, vector);
    const superseded = await written({ content: 'superseded', tags: ['a'] }, vector);
    await supersede(superseded, tagged);
    await givenEntry(db, await givenDiary(db, await givenAgent(db)), { tags: ['a'] });
    const filter = { tags: ['a'], excludeSuperseded: true };
    const { rows, truncated } = await readMemories(db, diary.id, filter);
    expect(rows).toMatchObject([
      { id: tagged, importance: 7, signed: false, injectionRisk: false, entryType: 'semantic' },
    ]);
    expect(truncated).toBe(false);
  });

  test('only of the model that serves', async () => {
    const serve = (model: string) =>
      db.sql`UPDATE embedding_models SET model = ${model} WHERE role = 'serving'`;
    await written({ content: 'Of one model.' }, axis(1));
    await serve('another model');
    const { rows } = await readMemories(db, diary.id, {});
    await serve(MODEL);
    expect(rows.map((row) => row.vector)).toEqual([null]);
  });

  test('beyond 2,000 are left out, the oldest first, and that is said', async () => {
    await db.sql`
      INSERT INTO entries (id, diary_id, author_id, content, content_hash, created_at)
      SELECT gen_random_uuid(), ${diary.id}, ${diary.creatorId}, 'entry ' || n, 'h',
             now() + n * interval '1 second'
      FROM generate_series(1, 2001) AS n`;
    const { rows, truncated } = await readMemories(db, diary.id, {});
    expect([rows.length, truncated]).toEqual([2_000, true]);
    const [oldest] = await db.sql<[{ id: string }]>`
      SELECT id FROM entries WHERE diary_id = ${diary.id} ORDER BY created_at LIMIT 1`;
    expect(rows.map(({ id }) => id)).not.toContain(oldest.id);
  });
});

test('the thread says when too many wait, and goes on afterwards', async () => {
  const thread = new ClusteringThread();
  const empty = () => thread.cluster({ threshold: 1, memories: [], vectors: new ArrayBuffer(0) });
  const answers = await Promise.allSettled(Array.from({ length: 12 }, empty));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'SERVICE_UNAVAILABLE', retryAfter: 2 },
  });
  expect(await empty()).toEqual([]);
});

const found = async (id: string) => nearDuplicatesOf(db, { id, diaryId: diary.id }, MODEL);

describe('near duplicates of an entry', () => {
  test('are compared as a whole, the nearest first, and none that is superseded', async () => {
    const own = await written({ content: 'new' }, axis(1));
    expect(await found(own)).toEqual([]);
    const same = await written({ content: 'same' }, axis(1));
    const close = await written({ content: 'close' }, axis(0.96, 0.28));
    await written({ content: 'only related' }, axis(0.9, Math.sqrt(1 - 0.81)));
    await written({ content: 'begins alike, goes elsewhere' }, axis(1), axis(0, 0, 1));
    const superseded = await written({ content: 'superseded' }, axis(1));
    await supersede(superseded, same);
    expect(await found(own)).toEqual([
      { id: same, score: 1 },
      { id: close, score: expect.closeTo(0.96, 3) },
    ]);
  });

  test('are of the same diary, five at the most', async () => {
    const elsewhere = await written({ content: 'elsewhere' }, axis(1));
    diary = await givenDiary(db, await givenAgent(db));
    const own = await written({ content: 'new' }, axis(1));
    for (let copy = 0; copy < 7; copy += 1) await written({ content: `copy ${copy}` }, axis(1));
    const ids = (await found(own)).map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(ids).not.toContain(elsewhere);
  });

  test('are none of one that has no vector yet', async () => {
    const { id } = await givenEntry(db, diary);
    await written({ content: 'other' }, axis(1));
    expect(await found(id)).toEqual([]);
  });
});
