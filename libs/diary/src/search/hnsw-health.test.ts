import { type Database, type DiaryRecord, formatHalfvec } from '@moltnet/database';
import { builtAfterwards, testDiary } from '@moltnet/database/testing';
import { randomStream } from '@moltnet/embedding/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchSettings } from './search.ts';

/** On embedded Postgres, whose instructions take one number at a time, vectors take many times as long. */
const ENTRIES = process.env['TEST_DATABASE_URL'] ? 1_000 : 400;
const DIMENSIONS = 384;
const TOPICS = 40;
const QUERIES = 30;
const MODEL = 'model-under-test';
const HNSW_INDEX = 'entry_embeddings_hnsw_idx';

const random = randomStream(20_261_120);
const direction = () => Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);

/** As a model's: what all texts share, what those of a topic share, and what each has by itself. */
const shared = direction();
const topics = Array.from({ length: TOPICS }, direction);
function vectorOf(topic: number): Float32Array {
  const own = direction();
  const about = topics[topic] ?? shared;
  return own.map((value, index) => 2 * (shared[index] ?? 0) + (about[index] ?? 0) + value);
}
const vectors = (count: number) =>
  Array.from({ length: count }, () => vectorOf(Math.floor(random() * TOPICS)));

describe('the HNSW index, after many were deleted and made anew', { timeout: 300_000 }, () => {
  let db: Database;
  let diary: DiaryRecord;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, diary, stop } = await testDiary(1));
    await builtAfterwards(db, HNSW_INDEX, () => add(ENTRIES));
  }, 300_000);
  afterAll(() => stop());

  async function add(count: number): Promise<void> {
    await db.sql`
      WITH added AS (
        INSERT INTO entries (id, diary_id, author_id, content, content_hash)
        SELECT gen_random_uuid(), ${diary.id}, ${diary.creatorId}, embedding, ''
        FROM unnest(${vectors(count).map(formatHalfvec)}::text[]) AS embedding
        RETURNING id, diary_id, content)
      INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
      SELECT id, 0, ${MODEL}, diary_id, content::halfvec(384) FROM added`;
  }

  /** Half of all are deleted, a third of the others are embedded anew, and as many come as went. */
  async function churn(): Promise<void> {
    await db.sql`
      DELETE FROM entries
      WHERE id IN (SELECT id FROM entries ORDER BY md5(id::text) LIMIT ${ENTRIES / 2})`;
    const changed = await db.sql<{ id: string }[]>`
      SELECT id FROM entries ORDER BY md5(id::text) LIMIT ${Math.floor(ENTRIES / 6)}`;
    const ids = changed.map(({ id }) => id);
    await db.sql`DELETE FROM entry_embeddings WHERE entry_id = ANY (${ids}::uuid[])`;
    await db.sql`
      INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
      SELECT id, 0, ${MODEL}, ${diary.id}, embedding::halfvec(384)
      FROM unnest(${ids}::uuid[], ${vectors(ids.length).map(formatHalfvec)}::text[])
           AS changed (id, embedding)`;
    await add(ENTRIES / 2);
  }

  async function pages(): Promise<number> {
    const [row] = await db.sql<[{ pages: number }]>`
      SELECT pg_relation_size(${HNSW_INDEX}::regclass) / 8192 AS pages`;
    return row.pages;
  }

  /** How many of the ten nearest are found, by the settings of a search, as a share of all. */
  async function recall(): Promise<number> {
    let found = 0;
    for (const query of vectors(QUERIES).map(formatHalfvec)) {
      const nearest = await db.transaction(async ({ sql }) => {
        await searchSettings(sql);
        return sql<{ id: string }[]>`
          SELECT entry_id AS id FROM entry_embeddings
          ORDER BY embedding <=> ${query}::halfvec(384) LIMIT 10`;
      });
      const exact = await db.sql<{ id: string }[]>`
        SELECT id FROM (
          SELECT entry_id AS id, embedding <=> ${query}::halfvec(384) AS distance
          FROM entry_embeddings OFFSET 0) AS compared
        ORDER BY distance LIMIT 10`;
      const ids = new Set(nearest.map(({ id }) => id));
      found += exact.filter(({ id }) => ids.has(id)).length;
    }
    return found / (10 * QUERIES);
  }

  it('finds what is nearest, and grows no more once it is vacuumed', async () => {
    const sizes: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      await churn();
      // Dead vectors are walked over; an iterative scan goes on until it has enough live ones.
      expect(await recall()).toBeGreaterThanOrEqual(0.97);
      await db.sql`VACUUM entry_embeddings`;
      expect(await recall()).toBeGreaterThanOrEqual(0.97);
      sizes.push(await pages());
    }
    const [first = 0, second] = sizes;
    // Levels are drawn at random; where nothing is used again, two thirds of it are added.
    expect(second).toBeLessThanOrEqual(1.25 * first);
  });
});
