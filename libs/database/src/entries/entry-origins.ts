import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { entryOrigins } from '../schema/diary.ts';

/** Where an imported entry comes from. */
export type EntryOriginRecord = Readonly<Omit<typeof entryOrigins.$inferSelect, 'importedAt'>>;

export function entryOriginReader({ sql }: Source) {
  return typedErrors({
    async get(entryId: string): Promise<EntryOriginRecord | undefined> {
      const [origin] = await sql<EntryOriginRecord[]>`
        SELECT entry_id, diary_id, source_digest, origin, imported_by
        FROM entry_origins WHERE entry_id = ${entryId}`;
      return origin;
    },

    /**
     * What the entries with these ids elsewhere are here: what has been imported as them, the newest
     * where there are several, or they themselves where this is where they are from.
     */
    async entriesHere(diaryId: string, sourceIds: readonly string[]): Promise<Map<string, string>> {
      const rows = await sql<{ sourceId: string; entryId: string }[]>`
        SELECT origin ->> 'id' AS source_id, entry_id FROM entry_origins
        WHERE diary_id = ${diaryId} AND origin ->> 'id' = ANY (${[...sourceIds]}::text[])
          AND origin ->> 'format' = 'moltnet'
        UNION ALL
        SELECT id::text, id FROM entries
        WHERE diary_id = ${diaryId} AND id = ANY (${[...sourceIds]}::uuid[])
        ORDER BY 2`;
      return new Map(rows.map(({ sourceId, entryId }) => [sourceId, entryId]));
    },

    /** Those of `digests` that this diary has taken over. */
    async known(diaryId: string, digests: readonly string[]): Promise<Set<string>> {
      const rows = await sql<{ sourceDigest: string }[]>`
        SELECT source_digest FROM entry_origins
        WHERE diary_id = ${diaryId} AND source_digest = ANY (${[...digests]}::text[])`;
      return new Set(rows.map(({ sourceDigest }) => sourceDigest));
    },
  });
}

export function entryOriginWriter({ sql }: Transaction) {
  return typedErrors({
    /** Keeps other imports into the diary waiting until this transaction is over. */
    async lockDiary(diaryId: string): Promise<void> {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`import ${diaryId}`}, 0))`;
    },

    async insertMany(origins: readonly EntryOriginRecord[]): Promise<void> {
      await sql`
        INSERT INTO entry_origins (entry_id, diary_id, source_digest, origin, imported_by)
        SELECT "entryId", "diaryId", "sourceDigest", origin, "importedBy"
        FROM jsonb_to_recordset(${JSON.stringify(origins)}::jsonb) AS o (
          "entryId" uuid, "diaryId" uuid, "sourceDigest" text, origin jsonb, "importedBy" uuid)`;
    },
  });
}
