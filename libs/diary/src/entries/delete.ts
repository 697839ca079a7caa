import { delivered, type Principal } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { entryWriter } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { changedMeanwhile } from '../revision.ts';
import { endShares } from '../shares/end-shares.ts';
import { requireEntry } from './require-entry.ts';

/**
 * Deletes an entry with its vectors and shares.
 * @throws Problem 404, 403, 409 `ENTRY_IMMUTABLE` where it is signed, 412
 */
export async function deleteEntry(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
  expectedRevision?: number,
): Promise<void> {
  const { entry } = await requireEntry(deps, principal, 'write', entryId);
  if (entry.signatureScheme !== null) {
    throw new Problem('ENTRY_IMMUTABLE', 'This entry is signed and cannot be deleted.');
  }
  const seqs = await deps.db.transaction(async (tx) => {
    const ended = await endShares(tx, [entry]);
    const deleted = await entryWriter(tx).deleteUnsigned(entry.id, expectedRevision);
    if (!deleted && expectedRevision !== undefined) throw changedMeanwhile(expectedRevision);
    return ended;
  });
  await delivered(deps.relations, seqs);
}
