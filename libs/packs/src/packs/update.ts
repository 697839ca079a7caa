import { notFound, type Principal } from '@moltnet/auth';
import type { Pack, PatchPackInput } from '@moltnet/contract';
import { packReader, packWriter } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { changedKeeping } from './keeping.ts';
import { packView } from './pack-view.ts';
import { requirePack } from './require-pack.ts';
import { requireRevision } from './revision.ts';

/**
 * Pins a pack, unpins it, or changes until when it is kept.
 * @throws Problem 404, 403 (pinning and unpinning need manage), 400 for an expiry that cannot be, 412
 */
export async function updatePack(
  deps: PackDependencies,
  principal: Principal,
  packId: string,
  patch: PatchPackInput,
  expectedRevision?: number,
): Promise<Pack> {
  const verb = patch.pinned === undefined ? 'write' : 'manage';
  const { id } = await requirePack(deps, principal, verb, { id: packId });
  return deps.db.transaction(async (tx) => {
    await packWriter(tx).lock(id);
    const current = await packReader(tx).get(id);
    if (!current) throw notFound();
    requireRevision(current, expectedRevision);
    const kept = await packWriter(tx).keep(id, changedKeeping(current, patch));
    if (!kept) throw notFound();
    return packView(kept);
  });
}
