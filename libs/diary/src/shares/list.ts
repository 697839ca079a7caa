import type { Principal } from '@moltnet/auth';
import { type EntryShare, LIMITS } from '@moltnet/contract';
import { entryShareReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireShareable } from './require-shareable.ts';
import { shareView } from './share-view.ts';

/**
 * With whom an entry is shared and the links that lead to it, in the order in which they were made;
 * for those who may share it.
 * @throws Problem 404, 403
 */
export async function listShares(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
): Promise<{ items: EntryShare[] }> {
  const { id } = await requireShareable(deps, principal, entryId);
  const shares = await entryShareReader(deps.db).list(id, LIMITS.share.perEntry);
  return { items: shares.map(shareView) };
}
