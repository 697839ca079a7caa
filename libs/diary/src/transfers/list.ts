import { type Principal, reachesTeam, subjectOf } from '@moltnet/auth';
import { type DiaryTransfer, LIMITS } from '@moltnet/contract';
import { diaryTransferReader, teamReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { transferView } from './transfer-view.ts';

/** What is offered to teams that the caller owns, the oldest first. */
export async function listTransfers(
  { db }: DiaryDependencies,
  principal: Principal,
): Promise<{ items: DiaryTransfer[] }> {
  const teams = await teamReader(db).ofMember(subjectOf(principal));
  const owned = teams.filter(({ id, role }) => role === 'owner' && reachesTeam(principal, id));
  const ids = owned.map(({ id }) => id);
  const pending = await diaryTransferReader(db).pendingInto(ids, LIMITS.transfersPerList);
  return { items: pending.map(transferView) };
}
