import type { NearDuplicate } from '@moltnet/contract';
import { type Database, DatabaseUnavailableError } from '@moltnet/database';
import { SAME_SIMILARITY } from './same-similarity.ts';

/** Nearest by their first chunk, to be compared as a whole. */
const CANDIDATES = 20;
const SHOWN = 5;
/** Vectors that HNSW looks at in the end where most belong to other diaries. */
const MAX_SCANNED = 2_000;

/**
 * Entries of the same diary that say the same as a new one, by the measure of a consolidation: the
 * cosine of the means of their chunks. Bounded in what it reads, and none where the database
 * is gone: the entry is written, and a warning is not worth failing for.
 */
export async function nearDuplicatesOf(
  db: Database,
  { id, diaryId }: { readonly id: string; readonly diaryId: string },
  model: string,
): Promise<NearDuplicate[]> {
  try {
    return await db.transaction(async ({ sql }) => {
      // A plan for this diary: an average one takes HNSW for a small diary, which finds nothing.
      const settings = sql`
        SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
               set_config('hnsw.iterative_scan', 'relaxed_order', true),
               set_config('hnsw.max_scan_tuples', ${String(MAX_SCANNED)}, true)`;
      const found = sql<NearDuplicate[]>`
        WITH own AS (
          SELECT avg(embedding) AS mean, (array_agg(embedding ORDER BY chunk))[1] AS first
          FROM entry_embeddings WHERE entry_id = ${id} AND model = ${model}
        ),
        near AS MATERIALIZED (
          SELECT entry_id FROM entry_embeddings
          WHERE diary_id = ${diaryId} AND model = ${model} AND chunk = 0 AND entry_id <> ${id}
          ORDER BY embedding <=> (SELECT first FROM own)
          LIMIT ${CANDIDATES}
        ),
        compared AS (
          SELECT entry_id AS id, 1 - (avg(embedding) <=> (SELECT mean FROM own)) AS score
          FROM near JOIN entry_embeddings USING (entry_id)
          WHERE model = ${model}
          GROUP BY entry_id
        )
        SELECT compared.id, least(1, round(score::numeric, 4))::float8 AS score
        FROM compared JOIN entries ON entries.id = compared.id
        WHERE score >= ${SAME_SIMILARITY} AND superseded_by IS NULL
        ORDER BY score DESC, id
        LIMIT ${SHOWN}`;
      return (await Promise.all([settings, found]))[1];
    });
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) return [];
    throw error;
  }
}
