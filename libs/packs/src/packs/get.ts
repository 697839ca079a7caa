import type { Principal } from '@moltnet/auth';
import type { GetPackQuery, Pack } from '@moltnet/contract';
import { packReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { packView } from './pack-view.ts';
import { requirePack } from './require-pack.ts';

/**
 * One pack; `expand=entries` with what was packed of each.
 * @throws Problem 404 where it does not exist or may not be read
 */
export async function getPack(
  deps: PackDependencies,
  principal: Principal,
  packId: string,
  { expand }: GetPackQuery,
): Promise<Pack> {
  const pack = await requirePack(deps, principal, 'read', { id: packId });
  const entries = expand && (await packReader(deps.db).packedEntries(pack.id));
  return packView(pack, { entries });
}
