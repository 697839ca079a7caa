import {
  changeReader,
  changeWriter,
  type Database,
  type DiaryRecord,
  embeddingWriter,
  entryReader,
  entryRelationWriter,
  entrySignatureReader,
  entryWriter,
} from '@moltnet/database';
import {
  givenAgent,
  givenDiary,
  givenEntry,
  newSignedEntry,
  testPool,
} from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { searchCandidates } from '../search/search.ts';
import { applyRetention, type RetentionPeriods, retentionIntervalMs } from './apply-retention.ts';

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

const run = (periods: RetentionPeriods) =>
  applyRetention(db, periods, new AbortController().signal);
const isThere = async (id: string) => (await entryReader(db).get(id)) !== undefined;
const write = async (content = 'Marmalade') => (await givenEntry(db, diary, { content })).id;
const supersede = (old: string, by: string) =>
  db.transaction((tx) =>
    entryRelationWriter(tx).insertMany(diary.id, [
      {
        id: uuidv7(),
        sourceId: by,
        targetId: old,
        relation: 'supersedes',
        status: 'accepted',
        proposedBy: diary.creatorId,
        decidedBy: diary.creatorId,
      },
    ]),
  );
/** As if it had not been touched for so long. */
const age = (id: string, days: number) =>
  db.sql`UPDATE entries SET updated_at = now() - ${days} * interval '1 day' WHERE id = ${id}`;
const embed = async (id: string) => {
  const entry = await entryReader(db).get(id);
  await db.transaction((tx) =>
    embeddingWriter(tx).replace({
      entryId: id,
      model: MODEL,
      contentHash: entry?.contentHash ?? '',
      chunks: [new Float32Array(384).fill(0.05)],
    }),
  );
};
const vectorsOf = async (id: string) =>
  (await db.sql`SELECT FROM entry_embeddings WHERE entry_id = ${id}`).length;

describe('superseded entries', () => {
  test('go after their time, from the oldest on, and what is in force stays', async () => {
    const [first, second, third, fresh] = [
      await write(),
      await write(),
      await write(),
      await write(),
    ];
    await supersede(first, second);
    await supersede(second, third);
    await supersede(fresh, third);
    for (const id of [first, second, third]) await age(id, 91);
    expect(await run({})).toEqual({ entries: 0, vectors: 0 });
    expect(await run({ supersededDays: 92 })).toEqual({ entries: 0, vectors: 0 });
    expect(await run({ supersededDays: 90 })).toEqual({ entries: 2, vectors: 0 });
    expect(await Promise.all([first, second, third, fresh].map(isThere))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('stay while they stand for one that is still there, which would be in force again', async () => {
    const [old, between, now] = [await write(), await write(), await write()];
    await supersede(old, between);
    await supersede(between, now);
    await age(between, 91);
    expect(await run({ supersededDays: 90 })).toMatchObject({ entries: 0 });
    expect(await entryReader(db).get(old)).toMatchObject({ supersededBy: between });
  });

  test('are found no more, leave their proofs, and are told of', async () => {
    const { entry, signature } = newSignedEntry(diary, 'once', { content: 'Marmalade of quinces' });
    await db.autocommit((tx) => entryWriter(tx).insertMany([entry], [signature]));
    const [old, now] = [entry.id, await write('Jam')];
    await embed(old);
    await supersede(old, now);
    await age(old, 91);
    await run({ supersededDays: 90 });
    const search = { diaryIds: [diary.id], query: 'quinces', model: MODEL, limit: 10 };
    expect((await searchCandidates(db, search)).results).toEqual([]);
    expect(await vectorsOf(old)).toBe(0);
    expect(await entrySignatureReader(db).get(old)).toEqual(signature);
    while ((await changeReader(db).numbers()).waiting) {
      await db.transaction((tx) => changeWriter(tx).number(500));
    }
    const changes = await changeReader(db).ofDiary(diary.id, { after: 0, limit: 100 });
    const told = changes.filter(({ entryId }) => entryId === old).map(({ kind }) => kind);
    expect(told).toContain('entry.deleted');
  });
});

test('vectors of superseded entries go while the text stays and is found by its words', async () => {
  const [old, now] = [await write('Persimmon'), await write('Kaki')];
  await embed(old);
  await embed(now);
  await supersede(old, now);
  for (const id of [old, now]) await age(id, 31);
  expect(await run({ vectorDays: 30 })).toEqual({ entries: 0, vectors: 1 });
  expect([await vectorsOf(old), await vectorsOf(now)]).toEqual([0, 1]);
  const search = { diaryIds: [diary.id], query: 'persimmon', model: MODEL, limit: 10 };
  const { results } = await searchCandidates(db, search);
  expect(results.map(({ entryId }) => entryId)).toEqual([old]);
});

test.each<[RetentionPeriods, number]>([
  [{}, 3_600_000],
  [{ supersededDays: 90 }, 3_600_000],
  [{ supersededDays: 1 }, 3_600_000],
  [{ supersededDays: 90, vectorDays: 0.5 }, 1_800_000],
  [{ supersededDays: 0.0001 }, 1_000],
])('of %j is looked after every %i ms', (periods, interval) => {
  expect(retentionIntervalMs(periods)).toBe(interval);
});
