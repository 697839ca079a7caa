import type { Database } from '@moltnet/database';
import type { CreateEntryInput } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto';
import { formatHalfvec } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';

// What Postgres itself takes for the work: one statement each, the least that gives the answer.

/** An entry as the API stores it, into all indexes, and nothing else that the API does. */
export function insertEntry(
  db: Database,
  diaryId: string,
  authorId: string,
  { title = '', content, tags = [], entryType = 'semantic' }: CreateEntryInput,
): Promise<unknown> {
  const hash = contentHash({ title, content, tags, entryType });
  return db.sql`
    INSERT INTO entries (id, diary_id, author_id, title, content, tags, content_hash)
    VALUES (${uuidv7()}, ${diaryId}, ${authorId}, ${title}, ${content}, ${tags}, ${hash})`;
}

/** The same with its proof. */
export function insertSignedEntry(
  db: Database,
  diaryId: string,
  authorId: string,
  publicKey: string,
  { title = '', content, tags = [], contentHash: hash = '', signature }: CreateEntryInput,
): Promise<unknown> {
  if (signature === undefined) throw new Error('not a signed entry');
  const { createdAt, nonce, value } = signature;
  return db.sql`
    WITH entry AS (
      INSERT INTO entries (id, diary_id, author_id, title, content, tags, content_hash,
                           signature_scheme, content_signature)
      VALUES (${uuidv7()}, ${diaryId}, ${authorId}, ${title}, ${content}, ${tags}, ${hash},
              'v2', ${value})
      RETURNING id
    )
    INSERT INTO entry_signatures
      (entry_id, diary_id, author_id, public_key, scheme, nonce, signed_at, value, content_hash)
    SELECT id, ${diaryId}, ${authorId}, ${publicKey}, 'v2', ${`raw-${nonce}`}, ${createdAt},
           ${value}, ${hash}
    FROM entry`;
}

export function selectEntry(db: Database, id: string): Promise<unknown> {
  return db.sql`SELECT * FROM entries WHERE id = ${id}`;
}

/** The nearest of all vectors, whosever they are. */
export async function nearestVectors(db: Database, vector: Float32Array): Promise<void> {
  await db.sql`
    SELECT entry_id
    FROM entry_embeddings
    ORDER BY embedding <=> ${formatHalfvec(vector)}::halfvec(384)
    LIMIT 10`;
}

/** The newest matches of each diary, ranked. */
export async function newestMatches(
  db: Database,
  diaryIds: readonly string[],
  text: string,
): Promise<void> {
  await db.sql`
    SELECT newest.id
    FROM unnest(${diaryIds as string[]}::uuid[]) AS diary (id)
    CROSS JOIN LATERAL (
      SELECT id, search
      FROM entries
      WHERE search @@ plainto_tsquery('english', ${text}) AND diary_id = diary.id
      ORDER BY created_at DESC
      LIMIT 50
    ) AS newest
    ORDER BY ts_rank(newest.search, plainto_tsquery('english', ${text})) DESC
    LIMIT 10`;
}
