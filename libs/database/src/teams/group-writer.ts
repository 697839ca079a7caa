import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { GroupMemberRecord, GroupRecord } from './group-reader.ts';

/** Writes the groups of teams and who is in them; call it with the team locked. */
export function groupWriter({ sql }: Transaction) {
  return typedErrors({
    /** @throws {UniqueViolation} team_groups_team_name_key: the team has a group of that name */
    async create(group: Omit<GroupRecord, 'createdAt'>): Promise<GroupRecord> {
      const [created] = await sql<[GroupRecord]>`
        INSERT INTO team_groups (id, team_id, name, created_by)
        VALUES (${group.id}, ${group.teamId}, ${group.name}, ${group.createdBy})
        RETURNING *`;
      return created;
    },

    /** With its members and with what was granted to it. */
    async delete(groupIds: readonly string[]): Promise<void> {
      await sql`
        DELETE FROM diary_grants
        WHERE subject_ns = 'Group' AND subject_id = ANY (${[...groupIds]}::uuid[])`;
      await sql`DELETE FROM team_groups WHERE id = ANY (${[...groupIds]}::uuid[])`;
    },

    /** False when they are in the group already. */
    async addMember({ groupId, subjectId, subjectNs }: GroupMemberRecord): Promise<boolean> {
      const { count } = await sql`
        INSERT INTO team_group_members (group_id, subject_id, subject_ns)
        VALUES (${groupId}, ${subjectId}, ${subjectNs}) ON CONFLICT DO NOTHING`;
      return count === 1;
    },

    async removeMember({ groupId, subjectId, subjectNs }: GroupMemberRecord): Promise<void> {
      await sql`
        DELETE FROM team_group_members
        WHERE group_id = ${groupId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
    },
  });
}
