import { delivered, groupMembership, notFound, type Principal } from '@moltnet/auth';
import { groupReader, groupWriter, relationOutboxWriter } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { lockGroup } from './require-group.ts';

/**
 * Takes a member out of a group; they stay in the team.
 * @throws Problem 404 to a stranger of the group's team and for who is not in it, 403 to a member
 */
export async function removeGroupMember(
  { db, permissions, relations }: TeamDependencies,
  principal: Principal,
  groupId: string,
  subjectId: string,
): Promise<void> {
  const seqs = await db.transaction(async (tx) => {
    const group = await lockGroup(tx, principal, groupId, 'manager');
    const members = await groupReader(tx).members([group.id]);
    const member = members.find((each) => each.subjectId === subjectId);
    if (!member) throw notFound();
    await groupWriter(tx).removeMember(member);
    return relationOutboxWriter(tx).append('delete', [groupMembership(member)]);
  });
  permissions.clear();
  await delivered(relations, seqs);
}
