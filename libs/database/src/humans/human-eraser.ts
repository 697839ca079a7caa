import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import type { DiaryGrantRecord } from '../grants/diary-grants.ts';
import type { RelationSources } from '../relations/relation-sources.ts';
import type { SubjectShare } from '../shares/entry-shares.ts';
import type { GroupMemberRecord, GroupRecord } from '../teams/group-reader.ts';
import type { TeamMemberRecord } from '../teams/team-reader.ts';

/** What an erasure took and changed. */
export interface Erasure {
  /** Rows that are gone and that relations follow from. */
  readonly gone: RelationSources;
  /** Teams that are gone. */
  readonly dissolved: readonly string[];
  /** Managers who became owners of a team that lost its last one, as they were before. */
  readonly promoted: readonly TeamMemberRecord[];
  /** Teams that go on without an owner, because nobody in them manages anything. */
  readonly ownerless: readonly string[];
}

/**
 * Erases a person. What is theirs alone goes: the row that names them, their personal team and every
 * team that nobody else is in, with its diaries; teams that were being founded with them; their
 * memberships, grants, shares and webhooks. In what is others' their id stays as author and creator.
 */
export function humanEraser({ sql }: Transaction) {
  /** Locked in one order, so that who is in them stays as it is read here. */
  async function lockTeams(identityId: string): Promise<{ doomed: string[]; kept: string[] }> {
    const teams = await sql<{ id: string; status: string }[]>`
      SELECT id, status FROM teams
      WHERE id IN (SELECT team_id FROM team_members
                   WHERE subject_id = ${identityId} AND subject_ns = 'Human'
                   UNION ALL
                   SELECT team_id FROM team_founders
                   WHERE subject_id = ${identityId} AND subject_ns = 'Human')
      ORDER BY id FOR UPDATE`;
    const shared = await sql<{ teamId: string }[]>`
      SELECT DISTINCT team_id FROM team_members
      WHERE team_id = ANY (${teams.map(({ id }) => id)}::uuid[])
        AND NOT (subject_id = ${identityId} AND subject_ns = 'Human')`;
    const others = new Set(shared.map(({ teamId }) => teamId));
    const stays = (team: { id: string; status: string }) =>
      team.status === 'active' && others.has(team.id);
    return {
      doomed: teams.filter((team) => !stays(team)).map(({ id }) => id),
      kept: teams.filter(stays).map(({ id }) => id),
    };
  }

  async function deleteTeams(teamIds: readonly string[]): Promise<RelationSources> {
    const ids = [...teamIds];
    const diaries = await sql<Pick<DiaryRecord, 'id' | 'teamId'>[]>`
      SELECT id, team_id FROM diaries WHERE team_id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`;
    const groups = await sql<GroupRecord[]>`
      SELECT * FROM team_groups WHERE team_id = ANY (${ids}::uuid[])`;
    const [diaryIds, groupIds] = [diaries.map(({ id }) => id), groups.map(({ id }) => id)];
    const members = await sql<TeamMemberRecord[]>`
      SELECT * FROM team_members WHERE team_id = ANY (${ids}::uuid[])`;
    const groupMembers = await sql<GroupMemberRecord[]>`
      SELECT * FROM team_group_members WHERE group_id = ANY (${groupIds}::uuid[])`;
    const grants = await sql<DiaryGrantRecord[]>`
      DELETE FROM diary_grants
      WHERE diary_id = ANY (${diaryIds}::uuid[])
         OR subject_ns = 'Group' AND subject_id = ANY (${groupIds}::uuid[])
      RETURNING *`;
    const shares = await sql<SubjectShare[]>`
      SELECT entry_id, subject_id, subject_ns FROM entry_shares
      WHERE diary_id = ANY (${diaryIds}::uuid[]) AND subject_id IS NOT NULL`;
    await sql`DELETE FROM diaries WHERE id = ANY (${diaryIds}::uuid[])`;
    await sql`DELETE FROM teams WHERE id = ANY (${ids}::uuid[])`;
    return { members, groups, groupMembers, diaries, grants, shares };
  }

  async function leave(identityId: string): Promise<Omit<RelationSources, 'groups' | 'diaries'>> {
    const members = await sql<TeamMemberRecord[]>`
      DELETE FROM team_members
      WHERE subject_id = ${identityId} AND subject_ns = 'Human' RETURNING *`;
    const groupMembers = await sql<GroupMemberRecord[]>`
      DELETE FROM team_group_members
      WHERE subject_id = ${identityId} AND subject_ns = 'Human' RETURNING *`;
    const grants = await sql<DiaryGrantRecord[]>`
      DELETE FROM diary_grants
      WHERE subject_id = ${identityId} AND subject_ns = 'Human' RETURNING *`;
    const shares = await sql<SubjectShare[]>`
      DELETE FROM entry_shares
      WHERE subject_id = ${identityId} AND subject_ns = 'Human'
      RETURNING entry_id, subject_id, subject_ns`;
    return { members, groupMembers, grants, shares };
  }

  /** A team keeps an owner if anybody in it has a claim to be one. */
  async function succeed(
    teamIds: readonly string[],
  ): Promise<Pick<Erasure, 'promoted' | 'ownerless'>> {
    const orphaned = await sql<{ id: string }[]>`
      SELECT id FROM teams
      WHERE id = ANY (${[...teamIds]}::uuid[])
        AND NOT EXISTS (SELECT FROM team_members WHERE team_id = teams.id AND role = 'owner')`;
    const ids = orphaned.map(({ id }) => id);
    const owners = await sql<TeamMemberRecord[]>`
      UPDATE team_members SET role = 'owner'
      WHERE team_id = ANY (${ids}::uuid[]) AND role = 'manager' RETURNING *`;
    const led = new Set(owners.map(({ teamId }) => teamId));
    return {
      promoted: owners.map((owner) => ({ ...owner, role: 'manager' })),
      ownerless: ids.filter((id) => !led.has(id)),
    };
  }

  return typedErrors({
    /** Call it for an identity that is no more; whoever is erased already has nothing to lose. */
    async erase(identityId: string): Promise<Erasure> {
      await sql`DELETE FROM humans WHERE identity_id = ${identityId}`;
      const { doomed, kept } = await lockTeams(identityId);
      const dissolved = await deleteTeams(doomed);
      const left = await leave(identityId);
      await sql`
        DELETE FROM team_founders WHERE subject_id = ${identityId} AND subject_ns = 'Human'`;
      await sql`DELETE FROM webhooks WHERE owner_id = ${identityId}`;
      await sql`DELETE FROM idempotency_keys WHERE principal = ${identityId}`;
      return {
        gone: {
          ...dissolved,
          members: [...dissolved.members, ...left.members],
          groupMembers: [...dissolved.groupMembers, ...left.groupMembers],
          grants: [...dissolved.grants, ...left.grants],
          shares: [...dissolved.shares, ...left.shares],
        },
        dissolved: doomed,
        ...(await succeed(kept)),
      };
    },
  });
}
