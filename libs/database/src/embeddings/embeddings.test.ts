import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseHalfvec } from '../connection/column-types.ts';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { entryWriter } from '../entries/entry-writer.ts';
import { givenEntry, testDiary } from '../testing/index.ts';
import { embeddingBacklogReader, embeddingBacklogWriter } from './embedding-backlog.ts';
import { embeddingWriter } from './embedding-writer.ts';

const axis = (index: number) => Float32Array.from({ length: 384 }, (_, i) => (i === index ? 1 : 0));

describe('embeddings', () => {
  let db: Database;
  let diary: DiaryRecord;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, diary, stop } = await testDiary());
  });
  afterAll(() => stop());
  beforeEach(async () => {
    await db.sql`DELETE FROM entries`;
  });

  const chunksOf = async (entryId: string) => {
    const rows = await db.sql<{ chunk: number; model: string; embedding: string }[]>`
      SELECT chunk, model, embedding FROM entry_embeddings
      WHERE entry_id = ${entryId} ORDER BY model, chunk`;
    return rows.map(({ chunk, model, embedding }) => [
      chunk,
      model,
      parseHalfvec(embedding).indexOf(1),
    ]);
  };
  const claim = (limit = 10, leaseMs = 60_000) =>
    db.transaction((tx) => embeddingBacklogWriter(tx).claim({ limit, leaseMs }));
  const givenWaiting = async (content: string, leaseMs?: number) => {
    const entry = await givenEntry(db, diary, { content });
    await db.transaction((tx) => embeddingBacklogWriter(tx).enqueue(entry, leaseMs));
    return entry;
  };

  it('of one model are replaced whole, those of another stay', async () => {
    const { id: entryId, contentHash } = await givenEntry(db, diary);
    const replace = (model: string, chunks: Float32Array[]) =>
      db.transaction((tx) => embeddingWriter(tx).replace({ entryId, model, contentHash, chunks }));
    expect(await replace('new', [axis(7)])).toBe(true);
    expect(await replace('old', [axis(0), axis(1), axis(2)])).toBe(true);
    expect(await replace('old', [axis(3), axis(4)])).toBe(true);
    expect(await chunksOf(entryId)).toEqual([
      [0, 'new', 7],
      [0, 'old', 3],
      [1, 'old', 4],
    ]);
  });

  it('of text that was changed meanwhile are not written', async () => {
    const entry = await givenEntry(db, diary);
    await db.transaction((tx) => entryWriter(tx).patch(entry.id, { contentHash: 'another' }));
    const { id: entryId, contentHash } = entry;
    const replaced = await db.transaction((tx) =>
      embeddingWriter(tx).replace({ entryId, model: 'm', contentHash, chunks: [axis(0)] }),
    );
    expect(replaced).toBe(false);
    expect(await chunksOf(entryId)).toEqual([]);
  });

  it('that are pending are claimed once, however many workers ask', async () => {
    for (let index = 0; index < 12; index++) await givenWaiting(`text ${index}`);
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim(3)));
    const ids = claims.flat().map(({ entryId }) => entryId);
    expect(new Set(ids).size).toBe(12);
    expect(ids).toHaveLength(12);
    expect(await claim()).toEqual([]);
    expect(await embeddingBacklogReader(db).pending()).toBe(12);
    expect(await embeddingBacklogReader(db).pending(5)).toBe(5);
  });

  it('come with the text to embed, and are anyone’s again when the lease is over', async () => {
    const entry = await givenWaiting('the text');
    const wanted = {
      entryId: entry.id,
      diaryId: diary.id,
      title: null,
      content: 'the text',
      tags: [],
      contentHash: entry.contentHash,
    };
    expect(await claim(1, 0)).toEqual([{ ...wanted, attempts: 1 }]);
    expect(await claim(1, 60_000)).toEqual([{ ...wanted, attempts: 2 }]);
    expect(await claim()).toEqual([]);
  });

  it('are left to the writer of the entry while its own lease lasts', async () => {
    await givenWaiting('mine', 60_000);
    expect(await claim()).toEqual([]);
  });

  it('are tried again after a failure, later each time, and never given up', async () => {
    const entry = await givenWaiting('no model');
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      expect(await claim()).toHaveLength(1);
      await db.transaction((tx) => embeddingBacklogWriter(tx).fail(entry.id, 'no model'));
      expect(await claim()).toEqual([]);
      const [row] = await db.sql<[{ pause: number }]>`
        SELECT round(extract(epoch FROM next_attempt_at - clock_timestamp()))::int AS pause
        FROM embedding_backlog`;
      pauses.push(row.pause);
      await db.transaction((tx) => embeddingBacklogWriter(tx).retryNow());
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  });

  it('stay pending when the entry changes while it is being embedded', async () => {
    const entry = await givenWaiting('first');
    const [item] = await claim();
    await db.transaction(async (tx) => {
      const changed = await entryWriter(tx).patch(entry.id, {
        content: 'second',
        contentHash: 'h2',
      });
      if (changed) await embeddingBacklogWriter(tx).enqueue(changed);
    });
    await db.transaction((tx) =>
      embeddingBacklogWriter(tx).finish(entry.id, item?.contentHash ?? ''),
    );
    expect(await claim()).toMatchObject([{ content: 'second', contentHash: 'h2', attempts: 1 }]);
    await db.transaction((tx) => embeddingBacklogWriter(tx).finish(entry.id, 'h2'));
    expect(await embeddingBacklogReader(db).pending()).toBe(0);
  });
});
