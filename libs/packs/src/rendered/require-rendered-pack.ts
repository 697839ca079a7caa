import type { Principal, Verb } from '@moltnet/auth';
import { type RenderedPackRecord, renderedPackReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';

/**
 * The rendered pack, where the principal may `verb` its diary.
 * @throws Problem 404 where it does not exist or may not be read, 403 where it may only be read
 */
export async function requireRenderedPack(
  { db, permissions }: Pick<PackDependencies, 'db' | 'permissions'>,
  principal: Principal,
  verb: Verb,
  id: string,
): Promise<RenderedPackRecord> {
  const found = await renderedPackReader(db).getInDiary(id);
  if (!found) return permissions.absent(principal);
  const { diaryVisibility, diaryTeamId, ...rendered } = found;
  const diary = { id: rendered.diaryId, teamId: diaryTeamId, visibility: diaryVisibility };
  await permissions.require(principal, verb, diary);
  return rendered;
}
