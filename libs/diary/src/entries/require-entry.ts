import { notFound, type Principal, type ProtectedDiary, type Verb } from '@moltnet/auth';
import { type EntryRecord, entryReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * The entry and its diary, where the principal may `verb` the diary: entries inherit permissions.
 * @throws Problem 404 where it does not exist or may not be read, 403 where it may only be read
 */
export async function requireEntry(
  { db, permissions }: Pick<DiaryDependencies, 'db' | 'permissions'>,
  principal: Principal,
  verb: Verb,
  entryId: string,
): Promise<{ entry: EntryRecord; diary: ProtectedDiary }> {
  const found = await entryReader(db).getInDiary(entryId);
  if (!found) throw notFound();
  const { diaryVisibility, diaryTeamId, ...entry } = found;
  const diary = { id: entry.diaryId, teamId: diaryTeamId, visibility: diaryVisibility };
  return { entry, diary: await permissions.require(principal, verb, diary) };
}
