import { type Principal, delivered, diaryTeam } from '@moltnet/auth';
import type { CreateDiaryInput, Diary } from '@moltnet/contract';
import { type Idempotency, once, diaryWriter, relationOutboxWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireWritableTeam } from '../teams.ts';
import { diaryView } from './diary-view.ts';

export interface CreateDiaryOptions {
  /** The team that gets it; the caller's personal team where undefined. */
  readonly teamId?: string | undefined;
  readonly idempotency?: Idempotency | undefined;
}

/**
 * Creates a diary and waits until its team's relation is known to the permission service, so that
 * the next request sees it.
 * @throws Problem 404 or 403 for the team, 409 where the idempotency key was used otherwise
 */
export async function createDiary(
  { db, relations }: DiaryDependencies,
  principal: Principal,
  { name, visibility = 'private' }: CreateDiaryInput,
  { teamId: selected, idempotency }: CreateDiaryOptions = {},
): Promise<Diary> {
  const teamId = await requireWritableTeam(db, principal, selected);
  let seqs: number[] = [];
  const diary = await db.transaction((tx) =>
    once(tx, principal.identityId, idempotency, async () => {
      const id = uuidv7();
      const creatorId = principal.identityId;
      const record = await diaryWriter(tx).create({ id, name, visibility, teamId, creatorId });
      seqs = await relationOutboxWriter(tx).append('insert', [diaryTeam(id, teamId)]);
      return diaryView(record);
    }),
  );
  await delivered(relations, seqs);
  return diary;
}
