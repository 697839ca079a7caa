import { delivered, entryShare, notFound, type Principal } from '@moltnet/auth';
import { entryShareWriter, relationOutboxWriter } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { lockShares } from './lock-shares.ts';
import { requireShareable } from './require-shareable.ts';

/**
 * Takes a share back: the one who had it cannot read the entry any more, a link leads nowhere.
 * @throws Problem 404, 403; 404 where the entry has no such share
 */
export async function deleteShare(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
  shareId: string,
): Promise<void> {
  const { id, diaryId } = await requireShareable(deps, principal, entryId);
  const seqs = await deps.db.transaction(async (tx) => {
    await lockShares(tx, { entryId: id, diaryId });
    const share = await entryShareWriter(tx).delete(id, shareId);
    if (!share) throw notFound();
    const { subjectId, subjectNs } = share;
    if (subjectId === null || subjectNs === null) return [];
    const relation = entryShare({ entryId: id, subjectId, subjectNs });
    return relationOutboxWriter(tx).append('delete', [relation]);
  });
  await delivered(deps.relations, seqs);
}
