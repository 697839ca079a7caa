import { type Static, Type } from 'typebox';
import { Strict, Timestamp, Uuid } from './common.ts';

export const TransferDiaryBody = Strict(
  { destinationTeamId: Uuid },
  { title: 'TransferDiaryBody' },
);

export const DiaryTransfer = Type.Object(
  {
    id: Uuid,
    diaryId: Uuid,
    sourceTeamId: Uuid,
    destinationTeamId: Uuid,
    initiatedBy: Uuid,
    status: Type.Enum(['pending', 'accepted', 'rejected', 'expired']),
    createdAt: Timestamp,
    expiresAt: Timestamp,
  },
  { title: 'DiaryTransfer' },
);
export type DiaryTransfer = Static<typeof DiaryTransfer>;
export const DiaryTransferList = Type.Object(
  { items: Type.Array(DiaryTransfer) },
  { title: 'DiaryTransferList' },
);
export const TransferParams = Strict({ id: Uuid });
