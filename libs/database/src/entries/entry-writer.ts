import { entryChange } from '../changes/entry-change.ts';
import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { insertIntoBacklog } from '../embeddings/embedding-backlog.ts';
import { insertIntoFeed, publicFeedWriter } from '../feed/public-feed-writer.ts';
import { claimKeys, isFirst, type EntryClaim } from './entry-claims.ts';
import { selectEntries, type EntryRecord } from './entry-columns.ts';
import { insertSignatures, type EntrySignatureRecord } from './entry-signatures.ts';

export type NewEntry = Pick<
  EntryRecord,
  | 'id'
  | 'diaryId'
  | 'authorId'
  | 'title'
  | 'content'
  | 'tags'
  | 'entryType'
  | 'importance'
  | 'injectionRisk'
  | 'contentFlags'
  | 'contentHash'
  | 'signatureScheme'
  | 'contentSignature'
>;

/** Named one by one: a key that somebody slips into `changes` must not reach another column. */
const CHANGEABLE = [
  'title',
  'content',
  'tags',
  'entryType',
  'importance',
  'injectionRisk',
  'contentFlags',
  'contentHash',
] as const;

/** What the public feed depends on. */
const SHOWN = ['tags', 'injectionRisk', 'contentFlags'] as const;

export type EntryChanges = Partial<Pick<EntryRecord, (typeof CHANGEABLE)[number]>>;

/**
 * What follows from each of `entries`, a CTE of rows that are new, as further CTEs: the change is
 * told, the text is to be embedded, and a public diary shows it.
 */
function consequences(sql: Transaction['sql']) {
  return sql`
    change AS (${entryChange(sql, 'entry.created')}),
    backlog AS (${insertIntoBacklog(sql)}),
    feed AS (${insertIntoFeed(sql)})`;
}

/**
 * Writes entries: the only place that does, so that each change is told to who follows the diary and
 * the public feed is what the entries are.
 */
export function entryWriter(tx: Transaction) {
  const { sql } = tx;
  return typedErrors({
    /**
     * All that new entries are, the proofs of those that are signed too, in one statement; the
     * records come in the order of `entries`, without those whose `Idempotency-Key` has made an entry
     * before: of these nothing is written.
     * @param claims - of those that have a key; no two of the same
     * @throws {ForeignKeyViolation} entries_diary_id_fkey: no such diary
     * @throws {UniqueViolation} by a proof: as `insertSignatures`
     * @throws {UnstorableTextError}
     */
    async insertMany(
      entries: readonly NewEntry[],
      signatures: readonly EntrySignatureRecord[] = [],
      claims: readonly EntryClaim[] = [],
    ): Promise<EntryRecord[]> {
      const claimed = claims.length > 0;
      // JSON, because unnest takes no arrays of different lengths, which tags are.
      const created = await sql<EntryRecord[]>`
        WITH ${claimed ? sql`claimed AS (${claimKeys(sql, claims)}),` : sql``}
        entries AS (
          INSERT INTO entries (id, diary_id, author_id, title, content, tags, entry_type,
                               importance, injection_risk, content_flags, content_hash,
                               signature_scheme, content_signature)
          SELECT id, "diaryId", "authorId", title, content, tags, "entryType",
                 importance, "injectionRisk", "contentFlags", "contentHash",
                 "signatureScheme", "contentSignature"
          FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e (
            id uuid, "diaryId" uuid, "authorId" uuid, title text, content text, tags text[],
            "entryType" text, importance smallint, "injectionRisk" boolean,
            "contentFlags" text[], "contentHash" text, "signatureScheme" text, "contentSignature" text)
          ${claimed ? sql`WHERE ${isFirst(sql, claims)}` : sql``}
          RETURNING *),
        ${signatures.length > 0 ? sql`proofs AS (${insertSignatures(sql, signatures)}),` : sql``}
        ${consequences(sql)}
        ${selectEntries(sql)}`;
      const byId = new Map(created.map((record) => [record.id, record]));
      return entries.flatMap(({ id }) => byId.get(id) ?? []);
    },

    /**
     * Changes an entry. Undefined when it is gone or, where `expectedRevision` is given, is at
     * another revision.
     */
    async patch(
      entryId: string,
      changes: EntryChanges,
      expectedRevision?: number,
    ): Promise<EntryRecord | undefined> {
      const columns = CHANGEABLE.filter((column) => changes[column] !== undefined);
      const shown = SHOWN.some((column) => changes[column] !== undefined);
      if (shown) await publicFeedWriter(tx).lockDiaryOf(entryId);
      const [entry] = await sql<EntryRecord[]>`
        WITH entries AS (
          UPDATE entries
          SET ${columns.map((column) => sql`${sql(column)} = ${changes[column] ?? null},`)}
              revision = revision + 1,
              updated_at = clock_timestamp()
          WHERE id = ${entryId}
            AND revision = coalesce(${expectedRevision ?? null}, revision)
          RETURNING *),
        change AS (${entryChange(sql, 'entry.updated')})
        ${selectEntries(sql)}`;
      if (entry && shown) await publicFeedWriter(tx).refresh(entry.id);
      return entry;
    },

    /**
     * Locks entries against changes until the transaction ends, by id, as all do who lock several.
     * The diary is locked before, where it is. Returns those that exist.
     */
    async lock(entryIds: readonly string[]): Promise<string[]> {
      const rows = await sql<{ id: string }[]>`
        SELECT id FROM entries WHERE id = ANY (${[...entryIds]}::uuid[])
        ORDER BY id FOR NO KEY UPDATE`;
      return rows.map(({ id }) => id);
    },

    /**
     * The same of entries that are about to be deleted, and of those that change with that: what they
     * have superseded. Returns those of `entryIds` that exist.
     */
    async lockForDeletion(entryIds: readonly string[]): Promise<string[]> {
      const ids = [...entryIds];
      const rows = await sql<{ id: string; wanted: boolean }[]>`
        SELECT id, id = ANY (${ids}::uuid[]) AS wanted FROM entries
        WHERE id = ANY (${ids}::uuid[]) OR superseded_by = ANY (${ids}::uuid[])
        ORDER BY id FOR UPDATE`;
      return rows.flatMap(({ id, wanted }) => (wanted ? [id] : []));
    },

    /** Deletes an entry, unless it is signed or, where that is given, at another revision. */
    async deleteUnsigned(entryId: string, expectedRevision?: number): Promise<boolean> {
      const { count } = await sql`
        WITH entries AS (
          DELETE FROM entries
          WHERE id = ${entryId} AND signature_scheme IS NULL
            AND revision = coalesce(${expectedRevision ?? null}, revision)
          RETURNING *)
        ${entryChange(sql, 'entry.deleted')}`;
      return count === 1;
    },

    /** Deletes entries and all that derives from them but the proof. Returns those that existed. */
    async deleteMany(entryIds: readonly string[]): Promise<string[]> {
      const deleted = await sql<{ id: string }[]>`
        WITH entries AS (
          DELETE FROM entries WHERE id = ANY (${[...entryIds]}::uuid[]) RETURNING *)
        ${entryChange(sql, 'entry.deleted')} RETURNING entry_id AS id`;
      return deleted.map(({ id }) => id);
    },
  });
}
