import type { Principal } from '@moltnet/auth';
import { type Diary, LIMITS, type PatchDiaryInput, Problem } from '@moltnet/contract';
import { diaryReader, diaryWriter } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { changedMeanwhile } from '../revision.ts';
import { diaryView } from './diary-view.ts';

/**
 * Renames a diary or changes who can see it.
 * @throws Problem 404, 403, 412; 409 where it would become public with entries too long for that
 */
export async function updateDiary(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  patch: PatchDiaryInput,
  expectedRevision?: number,
): Promise<Diary> {
  const diary = await permissions.require(principal, 'manage', await diaryReader(db).get(diaryId));
  const patched = await db.transaction(async (tx) => {
    if (patch.visibility === 'public') {
      await diaryWriter(tx).lockAgainstEntries(diary.id);
      const entryId = await diaryReader(tx).longerEntry(diary.id, LIMITS.publicContent);
      if (entryId !== undefined) throw tooLongToBePublic(entryId);
    }
    return diaryWriter(tx).patch(diary.id, patch, expectedRevision);
  });
  if (patched) return diaryView(patched);
  throw changedMeanwhile(expectedRevision);
}

function tooLongToBePublic(entryId: string): Problem {
  return new Problem(
    'CONFLICT',
    `Entries of a public diary have at most ${LIMITS.publicContent} characters; this diary has a longer one.`,
    { conflict: { entryId } },
  );
}
