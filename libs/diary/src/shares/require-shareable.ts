import type { Principal } from '@moltnet/auth';
import { type EntryRecord, entryReader } from '@moltnet/database';
import { requireEntry } from '../entries/require-entry.ts';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * The entry, where the principal decides with whom it is shared: who manages its diary, and its
 * author while that one may write there (docs/decisions/025).
 * @throws Problem 404 where it does not exist or may not be read, 403 where it may only be read
 */
export async function requireShareable(
  deps: Pick<DiaryDependencies, 'db' | 'entryLoader' | 'permissions'>,
  principal: Principal,
  entryId: string,
): Promise<EntryRecord> {
  const found = await entryReader(deps.db).get(entryId);
  if (!found) return deps.permissions.absent(principal);
  const verb = found.authorId === principal.identityId ? 'write' : 'manage';
  return (await requireEntry(deps, principal, verb, entryId)).entry;
}
