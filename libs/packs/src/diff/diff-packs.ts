import type { Principal } from '@moltnet/auth';
import type { PackDiff } from '@moltnet/contract';
import { packReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { requirePack } from '../packs/require-pack.ts';
import { diff } from './diff.ts';

/**
 * What changes from one pack to another; they may be of different diaries.
 * @throws Problem 404 where either does not exist or may not be read
 */
export async function diffPacks(
  deps: PackDependencies,
  principal: Principal,
  packId: string,
  otherId: string,
): Promise<PackDiff> {
  const before = await requirePack(deps, principal, 'read', { id: packId });
  const after = await requirePack(deps, principal, 'read', { id: otherId });
  const read = (id: string) => packReader(deps.db).entries([id]);
  return diff(await read(before.id), await read(after.id));
}
