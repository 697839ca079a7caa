import { type Principal, delivered, diaryGrant, diaryTeam, entryShare } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import {
  diaryGrantReader,
  diaryReader,
  diaryWriter,
  entryShareReader,
  relationOutboxWriter,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { changedMeanwhile } from '../revision.ts';

export interface DeleteDiaryOptions {
  /** Deletes signed entries too; their proofs stay. */
  readonly force: boolean;
  readonly expectedRevision?: number | undefined;
}

/**
 * Deletes a diary with its entries and vectors.
 * @throws Problem 404, 403, 412; 409 where it holds signed entries and `force` is not set
 */
export async function deleteDiary(
  { db, permissions, relations }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  { force, expectedRevision }: DeleteDiaryOptions,
): Promise<void> {
  const found = await diaryReader(db).get(diaryId);
  const { id, teamId } = await permissions.require(principal, 'manage', found);
  const seqs = await db.transaction(async (tx) => {
    // Locked first, so that no signed entry comes in after the checks.
    await diaryWriter(tx).lockAgainstEntries(id);
    const diary = await diaryReader(tx).get(id);
    if (expectedRevision !== undefined && diary?.revision !== expectedRevision) {
      throw changedMeanwhile(expectedRevision);
    }
    if (diary?.signed && !force) {
      throw new Problem(
        'CONFLICT',
        'This diary holds signed entries. `?force=true` deletes them and keeps their proofs.',
      );
    }
    const grants = await diaryGrantReader(tx).list(id);
    const shares = await entryShareReader(tx).withSubjectsOfDiary(id);
    await diaryWriter(tx).delete(id);
    const gone = [diaryTeam(id, teamId), ...grants.map(diaryGrant), ...shares.map(entryShare)];
    return relationOutboxWriter(tx).append('delete', gone);
  });
  permissions.clear();
  await delivered(relations, seqs);
}
