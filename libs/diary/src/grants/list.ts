import type { Principal } from '@moltnet/auth';
import type { DiaryGrant } from '@moltnet/contract';
import { diaryGrantReader, diaryReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * Who was granted a role on a diary, in the order in which that was done.
 * @throws Problem 404 where the diary may not be read
 */
export async function listGrants(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
): Promise<{ grants: DiaryGrant[] }> {
  const { id } = await permissions.require(principal, 'read', await diaryReader(db).get(diaryId));
  const grants = await diaryGrantReader(db).list(id);
  return {
    grants: grants.map(({ subjectId, subjectNs, role }) => ({ subjectId, subjectNs, role })),
  };
}
