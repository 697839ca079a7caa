import { delivered, diaryTeam, type Principal, reachesTeam, subjectOf } from '@moltnet/auth';
import { type DiaryTransfer, Problem } from '@moltnet/contract';
import {
  type DiaryTransferRecord,
  type Source,
  type Transaction,
  diaryTransferReader,
  diaryTransferWriter,
  diaryWriter,
  relationOutboxWriter,
  teamReader,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { transferView } from './transfer-view.ts';

/**
 * Accepts or rejects a transfer; the same decision again is the same answer.
 * @throws Problem 404 to who is in neither team, 403 to who does not own the destination, 409 where
 *   it was decided otherwise or has expired
 */
export async function resolveTransfer(
  { db, permissions, relations }: DiaryDependencies,
  principal: Principal,
  transferId: string,
  decision: 'accepted' | 'rejected',
): Promise<DiaryTransfer> {
  const { transfer, seqs } = await db.transaction(async (tx) => {
    const found = await requireDecider(tx, principal, transferId);
    // The diary's lock is the transfer's too: whoever changes one of its transfers has it.
    await diaryWriter(tx).lock(found.diaryId);
    const resolved = await diaryTransferWriter(tx).resolve(
      found.id,
      decision,
      principal.identityId,
    );
    if (!resolved) return { transfer: await decided(tx, found.id, decision), seqs: [] };
    return { transfer: resolved, seqs: decision === 'accepted' ? await move(tx, resolved) : [] };
  });
  if (seqs.length > 0) permissions.clear();
  await delivered(relations, seqs);
  return transferView(transfer);
}

async function requireDecider(
  source: Source,
  principal: Principal,
  transferId: string,
): Promise<DiaryTransferRecord> {
  const transfer = await diaryTransferReader(source).get(transferId);
  if (!transfer || !reachesTeam(principal, transfer.destinationTeamId)) throw transferNotFound();
  const teams = teamReader(source);
  const role = await teams.role(transfer.destinationTeamId, subjectOf(principal));
  if (role === 'owner') return transfer;
  const known = role ?? (await teams.role(transfer.sourceTeamId, subjectOf(principal)));
  if (known === undefined) throw transferNotFound();
  throw new Problem('FORBIDDEN', 'Only an owner of the destination decides.');
}

async function move(
  tx: Transaction,
  { diaryId, sourceTeamId, destinationTeamId }: DiaryTransferRecord,
): Promise<number[]> {
  await diaryWriter(tx).setTeam(diaryId, destinationTeamId);
  const outbox = relationOutboxWriter(tx);
  const given = await outbox.append('insert', [diaryTeam(diaryId, destinationTeamId)]);
  const taken = await outbox.append('delete', [diaryTeam(diaryId, sourceTeamId)]);
  return [...given, ...taken];
}

/** The transfer as it was decided before. */
async function decided(
  tx: Transaction,
  transferId: string,
  decision: string,
): Promise<DiaryTransferRecord> {
  const transfer = await diaryTransferReader(tx).get(transferId);
  if (!transfer) throw transferNotFound();
  if (transfer.status === decision) return transfer;
  const status = transfer.status === 'pending' ? 'expired' : transfer.status;
  throw new Problem('DIARY_TRANSFER_ALREADY_RESOLVED', `This transfer is ${status}.`, {
    conflict: { status },
  });
}

function transferNotFound(): Problem {
  return new Problem('DIARY_TRANSFER_NOT_FOUND', 'There is no such transfer for you.');
}
