import type { Principal } from '@moltnet/auth';
import type { GetPackQuery, Pack } from '@moltnet/contract';
import { packReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { packView } from './pack-view.ts';
import { renderedBeside } from '../rendered/beside.ts';
import { requirePack } from './require-pack.ts';

/**
 * One pack; `expand=entries` with what was packed of each.
 * @throws Problem 404 where it does not exist or may not be read
 */
export async function getPack(
  deps: PackDependencies,
  principal: Principal,
  packId: string,
  { expand, includeRendered }: GetPackQuery,
): Promise<Pack> {
  const pack = await requirePack(deps, principal, 'read', { id: packId });
  const entries = expand && (await packReader(deps.db).packedEntries(pack.id));
  const rendered = includeRendered ? await renderedBeside(deps.db, [pack.id]) : undefined;
  return packView(pack, { entries, rendered: rendered?.(pack.id) });
}
