import type { Operation } from '../operation.ts';
import { DiaryParams } from '../schemas/diaries.ts';
import {
  DiaryTransfer,
  DiaryTransferList,
  TransferDiaryBody,
  TransferParams,
} from '../schemas/transfers.ts';

const resolving = {
  method: 'POST',
  tag: 'Diaries',
  auth: { scopes: ['diary:manage', 'team:manage'] },
  rateLimit: 'authenticated',
  params: TransferParams,
  responses: { 200: DiaryTransfer },
  problems: ['DIARY_TRANSFER_NOT_FOUND', 'DIARY_TRANSFER_ALREADY_RESOLVED'],
} as const;

export const transfersOperations = {
  transferDiary: {
    method: 'POST',
    path: '/diaries/:id/transfer',
    summary: 'Offer a diary to another team, which has 7 days to accept',
    tag: 'Diaries',
    auth: { scopes: ['diary:manage', 'team:manage'] },
    rateLimit: 'authenticated',
    idempotent: true,
    params: DiaryParams,
    body: TransferDiaryBody,
    responses: { 202: DiaryTransfer },
    problems: [
      'NOT_FOUND',
      'CONFLICT',
      'DIARY_TRANSFER_PENDING',
      'TEAM_PERSONAL_IMMUTABLE',
      'TEAM_NOT_ACTIVE',
    ],
  },
  listTransfers: {
    method: 'GET',
    path: '/transfers',
    summary: 'Diaries that are offered to teams which the caller owns',
    tag: 'Diaries',
    auth: { scopes: ['team:read'] },
    rateLimit: 'read',
    responses: { 200: DiaryTransferList },
  },
  acceptTransfer: {
    ...resolving,
    path: '/transfers/:id/accept',
    summary: 'Take over a diary that is offered to a team of the caller',
  },
  rejectTransfer: {
    ...resolving,
    path: '/transfers/:id/reject',
    summary: 'Decline a diary that is offered to a team of the caller',
  },
} as const satisfies Record<string, Operation>;
