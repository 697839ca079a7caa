import { notFound, type Principal, requireUnbound, subjectOf } from '@moltnet/auth';
import { type DiaryTransfer, LIMITS, Problem } from '@moltnet/contract';
import {
  type Idempotency,
  type Source,
  UniqueViolation,
  diaryWriter,
  diaryReader,
  diaryTransferWriter,
  once,
  teamReader,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { DiaryDependencies } from '../dependencies.ts';
import { transferView } from './transfer-view.ts';

/**
 * Offers a diary to another team.
 * @throws Problem 404, 403 who may not manage both the diary and its team; 400 for a destination
 *   that can take none; 409 while another offer is pending
 */
export async function transferDiary(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  destinationTeamId: string,
  idempotency?: Idempotency,
): Promise<DiaryTransfer> {
  requireUnbound(principal);
  const { id } = await permissions.require(principal, 'manage', await diaryReader(db).get(diaryId));
  try {
    return await db.transaction((tx) =>
      once(tx, principal.identityId, idempotency, async () => {
        await diaryWriter(tx).lock(id);
        const diary = await diaryReader(tx).get(id);
        if (!diary) throw notFound();
        await requireOwner(tx, principal, diary.teamId);
        await requireDestination(tx, diary.teamId, destinationTeamId);
        await diaryTransferWriter(tx).expireOf(id);
        const transfer = await diaryTransferWriter(tx).create({
          id: uuidv7(),
          diaryId: id,
          sourceTeamId: diary.teamId,
          destinationTeamId,
          initiatedBy: principal.identityId,
          expiresInDays: LIMITS.transferDays,
        });
        return transferView(transfer);
      }),
    );
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    throw new Problem('DIARY_TRANSFER_PENDING', 'This diary is offered to a team already.');
  }
}

async function requireOwner(source: Source, principal: Principal, teamId: string): Promise<void> {
  if ((await teamReader(source).role(teamId, subjectOf(principal))) === 'owner') return;
  throw new Problem('FORBIDDEN', "Only an owner of the diary's team may give it away.");
}

async function requireDestination(
  source: Source,
  sourceTeamId: string,
  destinationTeamId: string,
): Promise<void> {
  const team = await teamReader(source).get(destinationTeamId);
  if (!team) throw notFound();
  if (team.personal) {
    throw new Problem('TEAM_PERSONAL_IMMUTABLE', 'A personal team takes no diaries over.');
  }
  if (team.status !== 'active') {
    throw new Problem('TEAM_NOT_ACTIVE', 'The team is still being founded.');
  }
  if (team.id !== sourceTeamId) return;
  throw new Problem('VALIDATION_FAILED', 'The diary is in this team already.', {
    errors: [{ field: 'body.destinationTeamId', message: "is the diary's own team" }],
  });
}
