import type { Principal } from '@moltnet/auth';
import { type EntryRelationRecord, diaryReader, entryRelationReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * The relation, where the principal may write its diary.
 * @throws Problem 404 where it does not exist or its diary may not be read, 403 where that may only
 *   be read
 */
export async function requireRelation(
  { db, permissions }: Pick<DiaryDependencies, 'db' | 'permissions'>,
  principal: Principal,
  relationId: string,
): Promise<EntryRelationRecord> {
  const relation = await entryRelationReader(db).get(relationId);
  if (!relation) return permissions.absent(principal);
  await permissions.require(principal, 'write', await diaryReader(db).get(relation.diaryId));
  return relation;
}
