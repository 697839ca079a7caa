import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { testDiary } from '../testing/index.ts';
import { entryRelationReader, reachedRelations } from './entry-relation-reader.ts';
import { entryRelationWriter } from './entry-relation-writer.ts';

const ENTRIES = 3_000;

describe('relations of a diary of thousands', { timeout: 120_000 }, () => {
  let db: Database;
  let diary: DiaryRecord;
  let stop: () => Promise<void>;
  /** Entries by number. Every one references the hub, which is 0, and its ten followers. */
  let ids: string[];
  beforeAll(async () => {
    ({ db, diary, stop } = await testDiary(1));
    ids = Array.from({ length: ENTRIES }, () => uuidv7());
    await db.sql`
      INSERT INTO entries (id, diary_id, author_id, content, content_hash)
      SELECT id, ${diary.id}, ${diary.creatorId}, 'entry', md5(id::text)
      FROM unnest(${ids}::uuid[]) AS id`;
    await db.sql`
      INSERT INTO entry_relations (id, diary_id, source_id, target_id, relation, proposed_by,
                                   source_cid_snapshot, target_cid_snapshot, created_at)
      SELECT gen_random_uuid(), ${diary.id}, source.id, target.id, 'references',
             ${diary.creatorId}, '', '', now() + source.n * interval '1 ms'
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS source (id, n)
      JOIN unnest(${ids}::uuid[]) WITH ORDINALITY AS target (id, n)
        ON target.n = 1 OR target.n BETWEEN source.n + 1 AND source.n + 10
      WHERE source.n > 1`;
    await db.sql`ANALYZE entry_relations`;
  }, 300_000);
  afterAll(() => stop());

  /** Node lines of the EXPLAIN of a statement as it ran. */
  async function nodes(statement: ReturnType<typeof reachedRelations>): Promise<string> {
    const lines = await db.sql`
      EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) ${statement}`;
    return lines.map((line) => Object.values(line).join('')).join('\n');
  }

  it('are followed by index, and boundedly many are read', async () => {
    const [hub = ''] = ids;
    const plan = await nodes(reachedRelations(db.sql, { entryId: hub, depth: 3, limit: 100 }));
    expect(plan).toContain('entry_relations_source_newest_idx');
    expect(plan).toContain('entry_relations_target_newest_idx');
    expect(plan).not.toContain('Seq Scan on entry_relations');
    // Of each of 1 + 100 + 100 entries the newest 100 by either end.
    expect(mostRows(plan)).toBeLessThanOrEqual(201 * 200);
  });

  it('of a hub come page by page, all of them', async () => {
    const [hub = ''] = ids;
    const { reached } = entryRelationReader(db);
    const seen = new Set<string>();
    for (let after; ;) {
      const page = await reached({ entryId: hub, depth: 1, limit: 100, after });
      for (const { id } of page) seen.add(id);
      after = page.at(-1);
      if (page.length < 100) break;
    }
    expect(seen.size).toBe(ENTRIES - 1);
  });

  it('are followed to each entry once though every one leads to the hub', async () => {
    const [, , , middle = ''] = ids;
    const found = await entryRelationReader(db).reached({
      entryId: middle,
      depth: 3,
      limit: 5_000,
    });
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    const parents = new Map(found.map((relation) => [relation.id, relation.depth]));
    for (const { depth, parentRelationId } of found) {
      expect(parentRelationId === null ? 0 : parents.get(parentRelationId)).toBe(depth - 1);
    }
  });

  it('that supersede are looked up by their own index, however much else leads to an entry', async () => {
    const [hub = '', second = '', third = ''] = ids;
    const made = { relation: 'supersedes', status: 'accepted' } as const;
    const by = { proposedBy: diary.creatorId, decidedBy: diary.creatorId };
    await db.transaction((tx) =>
      entryRelationWriter(tx).insertMany(diary.id, [
        { ...made, ...by, id: uuidv7(), sourceId: second, targetId: hub },
        { ...made, ...by, id: uuidv7(), sourceId: third, targetId: second },
      ]),
    );
    const cycle = (entryId: string) =>
      db.transaction((tx) => entryRelationWriter(tx).supersedesItself([entryId]));
    expect([await cycle(hub), await cycle(third)]).toEqual([false, false]);
    const plan = await db.sql`
      EXPLAIN (COSTS OFF) SELECT source_id FROM entry_relations
      WHERE target_id = ${hub} AND relation = 'supersedes' AND status = 'accepted'
      ORDER BY created_at DESC, id DESC LIMIT 1`;
    expect(JSON.stringify(plan)).toContain('entry_relations_superseding_idx');
  });
});

/** The most rows that one node gave in all its loops. */
function mostRows(plan: string): number {
  const given = [...plan.matchAll(/actual rows=([\d.]+) loops=(\d+)/g)];
  return Math.max(...given.map(([, rows, loops]) => Number(rows) * Number(loops)));
}
