import { delivered, groupMembership, notFound, type Principal } from '@moltnet/auth';
import type { GroupMember } from '@moltnet/contract';
import { groupWriter, relationOutboxWriter, teamReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { lockGroup } from './require-group.ts';

/**
 * Puts a member of the team into a group; who is in it already stays.
 * @throws Problem 404 to a stranger of the group's team and for who is not in that team, 403 to a member
 */
export async function addGroupMember(
  { db, relations }: TeamDependencies,
  principal: Principal,
  groupId: string,
  { subjectId, subjectNs }: GroupMember,
): Promise<GroupMember> {
  const seqs = await db.transaction(async (tx) => {
    const group = await lockGroup(tx, principal, groupId, 'manager');
    const role = await teamReader(tx).role(group.teamId, { subjectId, subjectNs });
    if (role === undefined) throw notFound();
    const member = { groupId: group.id, subjectId, subjectNs };
    if (!(await groupWriter(tx).addMember(member))) return [];
    return relationOutboxWriter(tx).append('insert', [groupMembership(member)]);
  });
  await delivered(relations, seqs);
  return { subjectId, subjectNs };
}
