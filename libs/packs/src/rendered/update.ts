import { notFound, type Principal } from '@moltnet/auth';
import type { PatchPackInput, RenderedPack } from '@moltnet/contract';
import { packWriter, renderedPackReader, renderedPackWriter } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { changedKeeping } from '../packs/keeping.ts';
import { requireRevision } from '../packs/revision.ts';
import { renderedPackView } from './rendered-pack-view.ts';
import { requireRenderedPack } from './require-rendered-pack.ts';

/**
 * Pins a rendered pack, unpins it, or changes until when it is kept. While it is pinned, so is its
 * source: a pack is not collected under it.
 * @throws Problem 404, 403 (pinning and unpinning need manage), 400 for an expiry that cannot be, 412
 */
export async function updateRenderedPack(
  deps: PackDependencies,
  principal: Principal,
  renderedPackId: string,
  patch: PatchPackInput,
  expectedRevision?: number,
): Promise<RenderedPack> {
  const verb = patch.pinned === undefined ? 'write' : 'manage';
  const found = await requireRenderedPack(deps, principal, verb, renderedPackId);
  return deps.db.transaction(async (tx) => {
    // Its pack first, so that it does not expire between the check and the pin.
    await packWriter(tx).lock(found.sourcePackId);
    await renderedPackWriter(tx).lock(found.id);
    const current = await renderedPackReader(tx).get(found.id);
    if (!current) throw notFound();
    requireRevision(current, expectedRevision);
    await renderedPackWriter(tx).keep(found.id, changedKeeping(current, patch));
    const kept = await renderedPackReader(tx).get(found.id);
    if (!kept) throw notFound();
    return renderedPackView(kept);
  });
}
