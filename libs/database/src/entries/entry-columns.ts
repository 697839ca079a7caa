import type { Source } from '../connection/database.ts';
import type { entries } from '../schema/diary.ts';

/** An entry with how often it was read and what a response says of its author. */
export type EntryRecord = Readonly<Omit<typeof entries.$inferSelect, 'search'>> & {
  readonly accessCount: number;
  readonly lastAccessedAt: string | null;
  /** Null when the author is no agent. */
  readonly authorName: string | null;
  readonly authorPublicKey: string | null;
  readonly authorFingerprint: string | null;
};

/** SELECT list and joins of an EntryRecord, from `entries` or a CTE of that name. */
export function selectEntries(sql: Source['sql']) {
  return sql`
    SELECT entries.id, entries.diary_id, entries.author_id, entries.title, entries.content,
           entries.tags, entries.entry_type, entries.importance, entries.injection_risk,
           entries.content_flags,
           entries.content_hash, entries.signature_scheme, entries.content_signature,
           entries.superseded_by, entries.revision, entries.created_at, entries.updated_at,
           coalesce(entry_access.access_count, 0) AS access_count,
           entry_access.last_accessed_at,
           agents.name AS author_name,
           agents.public_key AS author_public_key,
           agents.fingerprint AS author_fingerprint
    FROM entries
    LEFT JOIN entry_access ON entry_access.entry_id = entries.id
    LEFT JOIN agents ON agents.identity_id = entries.author_id`;
}
