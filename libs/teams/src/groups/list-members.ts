import type { Principal } from '@moltnet/auth';
import type { TeamMember } from '@moltnet/contract';
import { type GroupRecord, type Source, groupReader, teamReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { memberView } from '../members/member-view.ts';
import { requireGroup } from './require-group.ts';

/** @throws Problem 404 to a stranger of the group's team */
export async function listGroupMembers(
  { db }: TeamDependencies,
  principal: Principal,
  groupId: string,
): Promise<{ items: TeamMember[] }> {
  const group = await requireGroup(db, principal, groupId, 'member');
  return { items: await membersOf(db, group) };
}

/** The members of a group as members of its team, which they all are. */
export async function membersOf(
  source: Source,
  { id, teamId }: GroupRecord,
): Promise<TeamMember[]> {
  const [inGroup, inTeam] = await Promise.all([
    groupReader(source).members([id]),
    teamReader(source).members(teamId),
  ]);
  const ids = new Set(inGroup.map(({ subjectId }) => subjectId));
  return inTeam.filter(({ subjectId }) => ids.has(subjectId)).map(memberView);
}
