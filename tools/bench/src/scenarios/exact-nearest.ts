import { entryConditions, formatHalfvec } from '@moltnet/database';
import type { Database } from '@moltnet/database';
import type { SearchRequest } from '@moltnet/diary';

/** The entries that are really nearest, every vector compared: what recall is measured against. */
export async function exactNearest(db: Database, request: SearchRequest): Promise<string[]> {
  const { diaryIds, queryVector, model, limit } = request;
  if (!queryVector) return [];
  return db.transaction(async ({ sql }) => {
    await sql`SET LOCAL enable_indexscan = off`;
    const rows = await sql<{ entryId: string }[]>`
      SELECT entry_id
      FROM entry_embeddings JOIN entries ON entries.id = entry_id
      WHERE entry_embeddings.diary_id = ANY (${[...diaryIds]}::uuid[]) AND model = ${model}
        ${entryConditions(sql, request)}
      GROUP BY entry_id
      ORDER BY min(embedding <=> ${formatHalfvec(queryVector)}::halfvec(384))
      LIMIT ${limit}`;
    return rows.map(({ entryId }) => entryId);
  });
}
