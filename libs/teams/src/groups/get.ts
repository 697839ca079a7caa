import type { Principal } from '@moltnet/auth';
import type { GroupWithMembers } from '@moltnet/contract';
import type { TeamDependencies } from '../dependencies.ts';
import { groupView } from './group-view.ts';
import { membersOf } from './list-members.ts';
import { requireGroup } from './require-group.ts';

/** @throws Problem 404 to a stranger of the group's team */
export async function getGroup(
  { db }: TeamDependencies,
  principal: Principal,
  groupId: string,
): Promise<GroupWithMembers> {
  const group = await requireGroup(db, principal, groupId, 'member');
  return { ...groupView(group), members: await membersOf(db, group) };
}
