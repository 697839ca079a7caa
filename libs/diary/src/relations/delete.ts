import type { Principal } from '@moltnet/auth';
import { diaryWriter, entryRelationWriter } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireRelation } from './require-relation.ts';

/**
 * Deletes a relation. An entry that was superseded by it alone is superseded no more.
 * @throws Problem 404, 403
 */
export async function deleteRelation(
  deps: DiaryDependencies,
  principal: Principal,
  relationId: string,
): Promise<void> {
  const { id, diaryId } = await requireRelation(deps, principal, relationId);
  await deps.db.transaction(async (tx) => {
    await diaryWriter(tx).lock(diaryId);
    await entryRelationWriter(tx).delete(id);
  });
}
