import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { diaryGrants } from '../schema/grants.ts';
import type { Subject } from '../teams/team-reader.ts';

export type DiaryGrantRecord = Readonly<typeof diaryGrants.$inferSelect>;
export type GrantRole = DiaryGrantRecord['role'];

/** Reads who was granted which diaries. */
export function diaryGrantReader({ sql }: Source) {
  return typedErrors({
    /** In the order in which they were given. */
    async list(diaryId: string): Promise<DiaryGrantRecord[]> {
      return sql<DiaryGrantRecord[]>`
        SELECT * FROM diary_grants WHERE diary_id = ${diaryId} ORDER BY created_at, subject_id`;
    },

    async roleOf(
      diaryId: string,
      { subjectId, subjectNs }: Subject,
    ): Promise<GrantRole | undefined> {
      const [grant] = await sql<Pick<DiaryGrantRecord, 'role'>[]>`
        SELECT role FROM diary_grants
        WHERE diary_id = ${diaryId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
      return grant?.role;
    },

    /** The diaries that were granted to a subject or to a group that it is in. */
    async diaryIdsOf({ subjectId, subjectNs }: Subject): Promise<string[]> {
      const rows = await sql<Pick<DiaryGrantRecord, 'diaryId'>[]>`
        SELECT diary_id FROM diary_grants
        WHERE subject_id = ${subjectId} AND subject_ns = ${subjectNs}
        UNION
        SELECT diary_id
        FROM team_group_members AS m
        JOIN diary_grants AS g ON g.subject_id = m.group_id AND g.subject_ns = 'Group'
        WHERE m.subject_id = ${subjectId} AND m.subject_ns = ${subjectNs}`;
      return rows.map(({ diaryId }) => diaryId);
    },
  });
}

/** Writes grants. */
export function diaryGrantWriter({ sql }: Transaction) {
  return typedErrors({
    /** @throws {UniqueViolation} diary_grants_pkey: the subject has a role */
    async insert(grant: Omit<DiaryGrantRecord, 'createdAt'>): Promise<void> {
      await sql`
        INSERT INTO diary_grants (diary_id, subject_id, subject_ns, role, granted_by)
        VALUES (${grant.diaryId}, ${grant.subjectId}, ${grant.subjectNs}, ${grant.role},
                ${grant.grantedBy})`;
    },

    async delete(diaryId: string, { subjectId, subjectNs }: Subject): Promise<void> {
      await sql`
        DELETE FROM diary_grants
        WHERE diary_id = ${diaryId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
    },
  });
}
