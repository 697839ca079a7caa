import { type EntryRecord, type Source, withTypedErrors } from '@moltnet/database';
import type { EntryOrigin } from '@moltnet/contract';

/** At most 20 MB of content. */
const PAGE = 50;

/** An entry with all that an export says of it. */
export type ExportedEntry = Pick<
  EntryRecord,
  | 'id'
  | 'title'
  | 'content'
  | 'tags'
  | 'entryType'
  | 'importance'
  | 'contentHash'
  | 'supersededBy'
  | 'createdAt'
  | 'updatedAt'
  | 'authorId'
  | 'authorName'
  | 'authorPublicKey'
  | 'authorFingerprint'
> & {
  readonly origin: EntryOrigin | null;
  readonly scheme: 'v1' | 'v2' | null;
  readonly publicKey: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly nonce: string;
  readonly signedAt: string;
  readonly createdAtText: string | null;
  readonly prev: string | null;
  readonly value: string;
};

/** The entries of a diary, the oldest first, a page at a time. */
export async function* exportedEntries(
  { sql }: Source,
  diaryId: string,
): AsyncGenerator<ExportedEntry[]> {
  let after: ExportedEntry | undefined;
  for (;;) {
    const beyond = after
      ? sql`AND (entries.created_at, entries.id) > (${after.createdAt}, ${after.id})`
      : sql``;
    const page: ExportedEntry[] = await withTypedErrors(
      () => sql<ExportedEntry[]>`
        SELECT entries.id, entries.title, entries.content, entries.tags, entries.entry_type,
               entries.importance, entries.content_hash, entries.superseded_by,
               entries.created_at, entries.updated_at, entries.author_id,
               agents.name AS author_name, agents.public_key AS author_public_key,
               agents.fingerprint AS author_fingerprint,
               entry_origins.origin,
               s.scheme, s.public_key, s.nonce, s.signed_at, s.created_at_text, s.prev, s.value,
               agent_keys.valid_from, agent_keys.valid_until
        FROM entries
        LEFT JOIN agents ON agents.identity_id = entries.author_id
        LEFT JOIN entry_origins ON entry_origins.entry_id = entries.id
        LEFT JOIN entry_signatures AS s ON s.entry_id = entries.id
        LEFT JOIN agent_keys ON agent_keys.public_key = s.public_key
        WHERE entries.diary_id = ${diaryId} ${beyond}
        ORDER BY entries.created_at, entries.id
        LIMIT ${PAGE}`,
    );
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1);
  }
}
