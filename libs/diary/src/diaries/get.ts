import type { Principal } from '@moltnet/auth';
import type { Diary } from '@moltnet/contract';
import { diaryReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { diaryView } from './diary-view.ts';

/** @throws Problem 404 where it does not exist or may not be read */
export async function getDiary(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
): Promise<Diary> {
  const row = await diaryReader(db).get(diaryId);
  return diaryView(await permissions.require(principal, 'read', row));
}
