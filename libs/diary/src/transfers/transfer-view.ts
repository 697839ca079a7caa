import type { DiaryTransfer } from '@moltnet/contract';
import type { DiaryTransferRecord } from '@moltnet/database';

export function transferView(record: DiaryTransferRecord): DiaryTransfer {
  const { id, diaryId, sourceTeamId, destinationTeamId, initiatedBy, status } = record;
  const { createdAt, expiresAt } = record;
  const teams = { sourceTeamId, destinationTeamId };
  return { id, diaryId, ...teams, initiatedBy, status, createdAt, expiresAt };
}
