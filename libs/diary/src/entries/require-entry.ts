import type { Principal, Verb } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { type DiaryRecord, type EntryRecord, diaryReader, entryReader } from '@moltnet/database';
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
): Promise<{ entry: EntryRecord; diary: DiaryRecord }> {
  const entry = await entryReader(db).get(entryId);
  const found = entry && (await diaryReader(db).get(entry.diaryId));
  const diary = await permissions.require(principal, verb, found);
  if (entry) return { entry, diary };
  throw new Problem('NOT_FOUND', 'There is no such entry, or you may not read it.');
}
