import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { selectEntries, type EntryRecord } from '../entries/entry-columns.ts';
import type { entryShares } from '../schema/entry-shares.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import type { Subject } from '../teams/team-reader.ts';

export type EntryShareRecord = Readonly<typeof entryShares.$inferSelect>;
/** A share with an agent or a person, as the permission service mirrors it. */
export interface SubjectShare {
  readonly entryId: string;
  readonly subjectId: string;
  readonly subjectNs: 'Agent' | 'Human';
}
/** A share as its receiver sees it. */
export type ReceivedShareRecord = Pick<
  EntryShareRecord,
  'id' | 'entryId' | 'diaryId' | 'sharedBy' | 'expiresAt' | 'createdAt'
> &
  Pick<EntryRecord, 'title'>;
type NewShare = Pick<EntryShareRecord, 'id' | 'entryId' | 'diaryId' | 'sharedBy'>;

/** Links that are past their time are as if they were not there. */
const live = (sql: Source['sql']) => sql`(expires_at IS NULL OR expires_at > clock_timestamp())`;

/** Reads which entries are shared by themselves. */
export function entryShareReader({ sql }: Source) {
  return typedErrors({
    /** In the order in which they were made, at most `limit`. */
    async list(entryId: string, limit: number): Promise<EntryShareRecord[]> {
      return sql<EntryShareRecord[]>`
        SELECT * FROM entry_shares WHERE entry_id = ${entryId} AND ${live(sql)}
        ORDER BY created_at, id LIMIT ${limit}`;
    },

    /** What was shared with a subject, newest first; of one team's diaries where one is named. */
    async receivedBy(
      { subjectId, subjectNs }: Subject,
      { after, limit, teamId }: PageRequest & { readonly teamId?: string | undefined },
    ): Promise<Page<ReceivedShareRecord>> {
      const rows = await sql<ReceivedShareRecord[]>`
        SELECT s.id, s.entry_id, s.diary_id, entries.title, s.shared_by, s.expires_at, s.created_at
        FROM entry_shares AS s JOIN entries ON entries.id = s.entry_id
        ${teamId === undefined ? sql`` : sql`JOIN diaries ON diaries.id = s.diary_id AND diaries.team_id = ${teamId}`}
        WHERE s.subject_id = ${subjectId} AND s.subject_ns = ${subjectNs}
          ${after ? sql`AND (s.created_at, s.id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY s.created_at DESC, s.id DESC
        LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },

    /** Those of `entryIds` that are shared with a subject. */
    async sharedWith(
      { subjectId, subjectNs }: Subject,
      entryIds: readonly string[],
    ): Promise<string[]> {
      const rows = await sql<Pick<EntryShareRecord, 'entryId'>[]>`
        SELECT entry_id FROM entry_shares
        WHERE entry_id = ANY (${[...entryIds]}::uuid[])
          AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
      return rows.map(({ entryId }) => entryId);
    },

    /** The entry that a link leads to, until its time is over. */
    async entryOfLink(tokenHash: string): Promise<EntryRecord | undefined> {
      const [entry] = await sql<EntryRecord[]>`
        ${selectEntries(sql)}
        JOIN entry_shares ON entry_shares.entry_id = entries.id
        WHERE entry_shares.token_hash = ${tokenHash} AND ${live(sql)}`;
      return entry;
    },

    /** What the permission service knows of the entries' shares. */
    async withSubjects(entryIds: readonly string[]): Promise<SubjectShare[]> {
      return sql<SubjectShare[]>`
        SELECT entry_id, subject_id, subject_ns FROM entry_shares
        WHERE entry_id = ANY (${[...entryIds]}::uuid[]) AND subject_id IS NOT NULL`;
    },

    /** The same, of every entry of a diary. */
    async withSubjectsOfDiary(diaryId: string): Promise<SubjectShare[]> {
      return sql<SubjectShare[]>`
        SELECT entry_id, subject_id, subject_ns FROM entry_shares
        WHERE diary_id = ${diaryId} AND subject_id IS NOT NULL`;
    },
  });
}

/** Writes shares. */
export function entryShareWriter({ sql }: Transaction) {
  return typedErrors({
    /** The share that a subject has already, else a new one; `isNew` tells which. */
    async shareWith(
      { id, entryId, diaryId, sharedBy }: NewShare,
      { subjectId, subjectNs }: Omit<SubjectShare, 'entryId'>,
    ): Promise<{ share: EntryShareRecord; isNew: boolean }> {
      const [made] = await sql<EntryShareRecord[]>`
        INSERT INTO entry_shares (id, entry_id, diary_id, subject_id, subject_ns, shared_by)
        VALUES (${id}, ${entryId}, ${diaryId}, ${subjectId}, ${subjectNs}, ${sharedBy})
        ON CONFLICT (entry_id, subject_id, subject_ns) DO NOTHING
        RETURNING *`;
      if (made) return { share: made, isNew: true };
      const [share] = await sql<[EntryShareRecord]>`
        SELECT * FROM entry_shares
        WHERE entry_id = ${entryId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
      return { share, isNew: false };
    },

    async createLink(
      { id, entryId, diaryId, sharedBy }: NewShare,
      link: { readonly tokenHash: string; readonly expiresInHours: number },
    ): Promise<EntryShareRecord> {
      const [made] = await sql<[EntryShareRecord]>`
        INSERT INTO entry_shares (id, entry_id, diary_id, token_hash, expires_at, shared_by)
        VALUES (${id}, ${entryId}, ${diaryId}, ${link.tokenHash},
                now() + ${link.expiresInHours} * interval '1 hour', ${sharedBy})
        RETURNING *`;
      return made;
    },

    /** The share that was taken back; undefined when the entry has no such share. */
    async delete(entryId: string, shareId: string): Promise<EntryShareRecord | undefined> {
      const [share] = await sql<EntryShareRecord[]>`
        DELETE FROM entry_shares
        WHERE id = ${shareId} AND entry_id = ${entryId} AND ${live(sql)} RETURNING *`;
      return share;
    },

    /** Deletes links that are past their time, at most `limit`; returns how many. */
    async sweep(limit: number): Promise<number> {
      const { count } = await sql`
        DELETE FROM entry_shares WHERE id IN (
          SELECT id FROM entry_shares WHERE expires_at <= clock_timestamp()
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
