import type { Principal } from '@moltnet/auth';
import type { ExpandedEntry, GetEntryQuery } from '@moltnet/contract';
import type { DiaryDependencies } from '../dependencies.ts';
import { expandRelations } from '../relations/expand.ts';
import { entryView } from './entry-view.ts';
import { requireEntry } from './require-entry.ts';

/**
 * One entry, with its relations where they are asked for; none of them for who was shown this entry
 * alone. Reading is counted, and changes nothing else.
 * @throws Problem 404 where it does not exist or may not be read
 */
export async function getEntry(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
  { expand, depth = 1 }: GetEntryQuery = {},
): Promise<ExpandedEntry> {
  const { entry, access } = await requireEntry(deps, principal, 'read', entryId);
  deps.accesses.count(entry.id);
  if (expand === undefined) return entryView(entry);
  const relations =
    access === 'share'
      ? { requestedDepth: depth, maxDepth: 0, items: [] }
      : await expandRelations(deps.db, entry.id, depth);
  return { ...entryView(entry), relations };
}
