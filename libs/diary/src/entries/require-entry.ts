import {
  type EntryAccess,
  type Principal,
  type ProtectedDiary,
  subjectOf,
  type Verb,
} from '@moltnet/auth';
import type { EntryRecord } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * The entry and its diary, where the principal may `verb` it: by the diary, for entries inherit its
 * permissions, or by a share of this one entry, which lets it be read.
 * @throws Problem 404 where it does not exist or may not be read, 403 where it may only be read
 */
export async function requireEntry(
  { entryLoader, permissions }: Pick<DiaryDependencies, 'entryLoader' | 'permissions'>,
  principal: Principal,
  verb: Verb,
  entryId: string,
): Promise<{ entry: EntryRecord; diary: ProtectedDiary; access: EntryAccess }> {
  const found = await entryLoader.load(entryId, subjectOf(principal));
  if (!found) return permissions.absent(principal);
  const { diaryVisibility, diaryTeamId, shared, ...entry } = found;
  const diary = { id: entry.diaryId, teamId: diaryTeamId, visibility: diaryVisibility };
  const access = await permissions.requireEntry(principal, verb, diary, { id: entry.id, shared });
  // What replaced it is another entry of a diary that this reader may not read.
  const visible = access === 'share' ? { ...entry, supersededBy: null } : entry;
  return { entry: visible, diary, access };
}
