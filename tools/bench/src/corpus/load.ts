import { contentHash } from '@moltnet/crypto';
import { formatHalfvec } from '@moltnet/database';
import type { Database } from '@moltnet/database';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { V7Generator } from 'uuidv7';

import type { Corpus, CorpusEntry } from './corpus.ts';
import { withoutIndexes } from './indexes.ts';

/** Whose the entries are. */
export interface Owner {
  readonly authorId: string;
  /** The entries are spread over them evenly. */
  readonly diaryIds: readonly string[];
}

const BATCH = 500;

/**
 * Adds entries `from` … `to` − 1 of the corpus with their vectors, as if they had been created one
 * second after the other until now. Straight into the tables: through the API it would be hours.
 */
export async function loadCorpus(
  db: Database,
  corpus: Corpus,
  owner: Owner,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const now = Date.now();
  // Ids of the time of creation, as the API makes them.
  const ids = new V7Generator();
  await withoutIndexes(db, ['entries', 'entry_embeddings'], async () => {
    for (let first = from; first < to; first += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, to - first) }, (_, offset) => {
        const index = first + offset;
        const createdAt = now - (to - index) * 1000;
        return {
          index,
          id: ids.generateOrResetWithTs(createdAt).toString(),
          createdAt,
          entry: corpus.entry(index),
        };
      });
      await insertBatch(db, owner, rows);
    }
  });
  await db.sql`VACUUM (ANALYZE) entries, entry_embeddings`;
}

interface Row {
  readonly index: number;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly entry: CorpusEntry;
}

/** Columns as arrays, and not COPY: embedded Postgres does not speak COPY over its socket. */
async function insertBatch(db: Database, owner: Owner, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const diaries = rows.map(({ index }) => owner.diaryIds[index % owner.diaryIds.length]!);
  const times = rows.map(({ createdAt }) => new Date(createdAt).toISOString());
  await db.transaction(async ({ sql }) => {
    await sql`
      INSERT INTO entries
        (id, diary_id, author_id, title, content, tags, content_hash, created_at, updated_at)
      SELECT id, diary_id, ${owner.authorId}::uuid, title, content, string_to_array(tags, ','),
             content_hash, created_at, created_at
      FROM unnest(
        ${ids}::uuid[], ${diaries}::uuid[], ${rows.map(({ entry }) => entry.title)}::text[],
        ${rows.map(({ entry }) => entry.content)}::text[],
        ${rows.map(({ entry }) => entry.tags.join(','))}::text[],
        ${rows.map(({ entry }) => contentHash({ ...entry, entryType: 'semantic' }))}::text[],
        ${times}::timestamptz[]
      ) AS given (id, diary_id, title, content, tags, content_hash, created_at)`;
    await sql`
      INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
      SELECT id, 0, ${EMBEDDING_MODEL}, diary_id, embedding::halfvec
      FROM unnest(
        ${ids}::uuid[], ${diaries}::uuid[],
        ${rows.map(({ entry }) => formatHalfvec(entry.vector))}::text[]
      ) AS given (id, diary_id, embedding)`;
  });
}
