import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { DiaryGrantRecord } from '../grants/diary-grants.ts';
import type { teamGroupMembers, teamGroups } from '../schema/teams.ts';
import type { Subject } from './team-reader.ts';

export type GroupRecord = Readonly<typeof teamGroups.$inferSelect>;
export type GroupMemberRecord = Readonly<typeof teamGroupMembers.$inferSelect>;

/** Reads the groups of teams and who is in them. */
export function groupReader({ sql }: Source) {
  return typedErrors({
    async get(groupId: string): Promise<GroupRecord | undefined> {
      const [group] = await sql<GroupRecord[]>`SELECT * FROM team_groups WHERE id = ${groupId}`;
      return group;
    },

    /** By name. */
    async ofTeam(teamId: string): Promise<GroupRecord[]> {
      return sql<GroupRecord[]>`SELECT * FROM team_groups WHERE team_id = ${teamId} ORDER BY name`;
    },

    async members(groupIds: readonly string[]): Promise<GroupMemberRecord[]> {
      return sql<GroupMemberRecord[]>`
        SELECT * FROM team_group_members WHERE group_id = ANY (${[...groupIds]}::uuid[])
        ORDER BY group_id, subject_id`;
    },

    /** Where in a team's groups a member of it is. */
    async membershipsIn(
      teamId: string,
      { subjectId, subjectNs }: Subject,
    ): Promise<GroupMemberRecord[]> {
      return sql<GroupMemberRecord[]>`
        SELECT team_group_members.*
        FROM team_group_members JOIN team_groups ON team_groups.id = group_id
        WHERE team_id = ${teamId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
    },

    /** What was granted to any of the groups. */
    async grants(groupIds: readonly string[]): Promise<DiaryGrantRecord[]> {
      return sql<DiaryGrantRecord[]>`
        SELECT * FROM diary_grants
        WHERE subject_ns = 'Group' AND subject_id = ANY (${[...groupIds]}::uuid[])`;
    },
  });
}
