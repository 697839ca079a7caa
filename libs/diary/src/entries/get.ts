import type { Principal } from '@moltnet/auth';
import type { Entry } from '@moltnet/contract';
import type { DiaryDependencies } from '../dependencies.ts';
import { entryView } from './entry-view.ts';
import { requireEntry } from './require-entry.ts';

/**
 * One entry. Reading is counted, and changes nothing else.
 * @throws Problem 404 where it does not exist or may not be read
 */
export async function getEntry(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
): Promise<Entry> {
  const { entry } = await requireEntry(deps, principal, 'read', entryId);
  deps.accesses.count(entry.id);
  return entryView(entry);
}
