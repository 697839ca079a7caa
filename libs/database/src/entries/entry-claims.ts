import { parseTimestamp } from '../connection/column-types.ts';
import type { Source } from '../connection/database.ts';
import { KEEP_MS } from '../idempotency/idempotency.ts';
import type { IdempotencyKey } from '../idempotency/idempotency-reader.ts';
import type { EntryRecord } from './entry-columns.ts';
import type { NewEntry } from './entry-writer.ts';

/** The `Idempotency-Key` that a new entry is written under. */
export interface EntryClaim extends IdempotencyKey {
  readonly requestHash: string;
  /** Kept for a repeat. Without the content where a repeat brings it: most of what is written. */
  readonly kept: Omit<NewEntry, 'content'> & Partial<Pick<NewEntry, 'content'>>;
}

/** What a claim keeps, with what the database added. */
export type KeptEntry = EntryClaim['kept'] &
  Pick<EntryRecord, 'createdAt' | 'authorName' | 'authorPublicKey' | 'authorFingerprint'>;

/**
 * `INSERT INTO idempotency_keys …`, for the statement that writes the entries: the answer is there
 * exactly when the entry is. Returns `entry_id` of those whose key is new or has expired; for what
 * another transaction does with a key it waits. By key, so that no two wait for each other.
 */
export function claimKeys(sql: Source['sql'], claims: readonly EntryClaim[]) {
  return sql`
    INSERT INTO idempotency_keys AS k (principal, route, key, request_hash, state, status, headers,
                                       body, expires_at)
    SELECT principal, route, key, "requestHash", 'completed', 201, '{}',
           kept || jsonb_build_object('createdAt', now()::text,
                                      'authorName', agents.name,
                                      'authorPublicKey', agents.public_key,
                                      'authorFingerprint', agents.fingerprint),
           clock_timestamp() + ${KEEP_MS} * interval '1 ms'
    FROM jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) AS c (
      principal text, route text, key text, "requestHash" text, kept jsonb)
    LEFT JOIN agents ON agents.identity_id = (kept ->> 'authorId')::uuid
    ORDER BY principal, route, key
    ON CONFLICT (principal, route, key) DO UPDATE
      SET request_hash = excluded.request_hash, state = excluded.state, status = excluded.status,
          headers = excluded.headers, body = excluded.body, expires_at = excluded.expires_at
      WHERE k.expires_at <= clock_timestamp()
    RETURNING (body::jsonb ->> 'id')::uuid AS entry_id`;
}

/** Of the rows that are to be entries, by `id`: those without a key, and those that `claimed` holds. */
export function isFirst(sql: Source['sql'], claims: readonly EntryClaim[]) {
  const ids = claims.map(({ kept }) => kept.id);
  return sql`id <> ALL (${ids}::uuid[]) OR id IN (SELECT entry_id FROM claimed)`;
}

/**
 * The entry that a claim has kept, as it was written.
 * @param kept - the body of an idempotency key, parsed
 * @param content - of the repeat
 */
export function entryOf({ createdAt, ...kept }: KeptEntry, content: string): EntryRecord {
  const time = parseTimestamp(createdAt);
  return {
    content,
    ...kept,
    supersededBy: null,
    revision: 1,
    createdAt: time,
    updatedAt: time,
    accessCount: 0,
    lastAccessedAt: null,
  };
}
