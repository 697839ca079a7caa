import type { Principal, Verb } from '@moltnet/auth';
import { type PackRecord, packReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';

/**
 * The pack, where the principal may `verb` its diary: packs inherit permissions.
 * @throws Problem 404 where it does not exist or may not be read, 403 where it may only be read
 */
export async function requirePack(
  { db, permissions }: Pick<PackDependencies, 'db' | 'permissions'>,
  principal: Principal,
  verb: Verb,
  key: { id: string } | { cid: string },
): Promise<PackRecord> {
  const found = await packReader(db).getInDiary(key);
  if (!found) return permissions.absent(principal);
  const { diaryVisibility, diaryTeamId, ...pack } = found;
  const diary = { id: pack.diaryId, teamId: diaryTeamId, visibility: diaryVisibility };
  await permissions.require(principal, verb, diary);
  return pack;
}
