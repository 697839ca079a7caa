import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import type { DiaryGrantRecord } from '../grants/diary-grants.ts';
import type { SubjectShare } from '../shares/entry-shares.ts';
import type { GroupMemberRecord, GroupRecord } from '../teams/group-reader.ts';
import type { TeamMemberRecord } from '../teams/team-reader.ts';

/** The rows that the permission service's relations follow from, all of them. */
export interface RelationSources {
  readonly members: readonly TeamMemberRecord[];
  readonly groups: readonly Pick<GroupRecord, 'id' | 'teamId'>[];
  readonly groupMembers: readonly GroupMemberRecord[];
  readonly diaries: readonly Pick<DiaryRecord, 'id' | 'teamId'>[];
  readonly grants: readonly DiaryGrantRecord[];
  readonly shares: readonly SubjectShare[];
}

/** Reads what relations follow from; whole tables, for an operator's comparison. */
export function relationSourceReader({ sql }: Source) {
  return typedErrors({
    async all(): Promise<RelationSources> {
      const members = await sql<TeamMemberRecord[]>`SELECT * FROM team_members`;
      const groups = await sql<GroupRecord[]>`SELECT id, team_id FROM team_groups`;
      const groupMembers = await sql<GroupMemberRecord[]>`SELECT * FROM team_group_members`;
      const diaries = await sql<Pick<DiaryRecord, 'id' | 'teamId'>[]>`
        SELECT id, team_id FROM diaries`;
      const grants = await sql<DiaryGrantRecord[]>`SELECT * FROM diary_grants`;
      const shares = await sql<SubjectShare[]>`
        SELECT entry_id, subject_id, subject_ns FROM entry_shares WHERE subject_id IS NOT NULL`;
      return { members, groups, groupMembers, diaries, grants, shares };
    },
  });
}

export function relationSourceWriter({ sql }: Transaction) {
  return typedErrors({
    /** Lets nobody change these rows until the transaction ends; waits for who is about to. */
    async hold(): Promise<void> {
      await sql`
        LOCK TABLE team_members, team_groups, team_group_members, diaries, diary_grants,
                   entry_shares
        IN SHARE MODE`;
    },
  });
}
