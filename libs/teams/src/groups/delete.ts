import { delivered, type Principal } from '@moltnet/auth';
import { groupWriter, relationOutboxWriter } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { relationsOf } from './relations-of.ts';
import { lockGroup } from './require-group.ts';

/**
 * Deletes a group, and with it what was granted to it.
 * @throws Problem 404 to a stranger of the group's team, 403 to a member
 */
export async function deleteGroup(
  { db, permissions, relations }: TeamDependencies,
  principal: Principal,
  groupId: string,
): Promise<void> {
  const seqs = await db.transaction(async (tx) => {
    const group = await lockGroup(tx, principal, groupId, 'manager');
    const gone = await relationsOf(tx, [group]);
    await groupWriter(tx).delete([group.id]);
    return relationOutboxWriter(tx).append('delete', gone);
  });
  permissions.clear();
  await delivered(relations, seqs);
}
