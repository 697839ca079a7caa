import { delivered, diaryGrant, notFound, type Principal } from '@moltnet/auth';
import { type DiaryGrant, Problem } from '@moltnet/contract';
import {
  diaryGrantReader,
  diaryGrantWriter,
  diaryWriter,
  diaryReader,
  relationOutboxWriter,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * Takes a granted role back; one that is not there is gone already.
 * @throws Problem 404, 403; 409 where the subject has another role than the one named
 */
export async function deleteGrant(
  { db, permissions, relations }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  grant: DiaryGrant,
): Promise<void> {
  const { id } = await permissions.require(principal, 'manage', await diaryReader(db).get(diaryId));
  const seqs = await db.transaction(async (tx) => {
    if (!(await diaryWriter(tx).lock(id))) throw notFound();
    const role = await diaryGrantReader(tx).roleOf(id, grant);
    if (role === undefined) return [];
    if (role !== grant.role) {
      throw new Problem('CONFLICT', `Its role here is ${role}.`, { conflict: { role } });
    }
    await diaryGrantWriter(tx).delete(id, grant);
    return relationOutboxWriter(tx).append('delete', [diaryGrant({ ...grant, diaryId: id })]);
  });
  permissions.clear();
  await delivered(relations, seqs);
}
