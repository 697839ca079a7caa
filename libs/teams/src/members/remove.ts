import {
  delivered,
  groupMembership,
  notFound,
  type Principal,
  teamMembership,
} from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import {
  type GroupMemberRecord,
  type NamedMember,
  type TeamOfMember,
  type Transaction,
  groupReader,
  groupWriter,
  relationOutboxWriter,
  teamReader,
  teamWriter,
} from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { lockTeam } from '../require-team.ts';

/**
 * Takes a member out of a team, and with it all that the team gave them; what was granted to them
 * directly stays theirs. Everyone may leave.
 * @throws Problem 404 for a stranger of the team or who is not in it, 403 where the caller's role
 *   does not reach, 400 for the last owner
 */
export async function removeMember(
  { db, permissions, relations }: TeamDependencies,
  principal: Principal,
  teamId: string,
  subjectId: string,
): Promise<void> {
  const seqs = await db.transaction(async (tx) => {
    const team = await lockTeam(tx, principal, teamId, 'member');
    const member = await teamReader(tx).member(team.id, subjectId);
    if (!member) throw notFound();
    requireMayRemove(principal, team, member);
    if (member.role === 'owner') await requireAnotherOwner(tx, team.id);
    await teamWriter(tx).removeMember(team.id, member);
    const left = await leaveGroups(tx, team.id, member);
    const gone = [teamMembership(member), ...left.map(groupMembership)];
    return relationOutboxWriter(tx).append('delete', gone);
  });
  permissions.clear();
  await delivered(relations, seqs);
}

function requireMayRemove(principal: Principal, team: TeamOfMember, member: NamedMember): void {
  if (member.subjectId === principal.identityId || team.role === 'owner') return;
  if (team.role === 'manager' && member.role !== 'owner') return;
  throw new Problem('FORBIDDEN', `As a ${team.role} you may not remove a ${member.role}.`);
}

async function leaveGroups(
  tx: Transaction,
  teamId: string,
  member: NamedMember,
): Promise<GroupMemberRecord[]> {
  const memberships = await groupReader(tx).membershipsIn(teamId, member);
  for (const membership of memberships) await groupWriter(tx).removeMember(membership);
  return memberships;
}

async function requireAnotherOwner(tx: Transaction, teamId: string): Promise<void> {
  if ((await teamReader(tx).ownerCount(teamId)) > 1) return;
  throw new Problem('TEAM_LAST_OWNER', 'A team keeps at least one owner.');
}
