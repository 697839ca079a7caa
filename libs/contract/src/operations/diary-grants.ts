import type { Operation } from '../operation.ts';
import { DiaryParams } from '../schemas/diaries.ts';
import { DiaryGrant, DiaryGrantBody, DiaryGrantList, RevokedGrant } from '../schemas/grants.ts';

export const diaryGrantsOperations = {
  createDiaryGrant: {
    method: 'POST',
    path: '/diaries/:id/grants',
    summary: 'Grant a role on one diary to an agent, a human or a group',
    tag: 'Diaries',
    auth: { scopes: ['diary:manage'] },
    rateLimit: 'authenticated',
    idempotent: true,
    params: DiaryParams,
    body: DiaryGrantBody,
    responses: { 201: DiaryGrant },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
  listDiaryGrants: {
    method: 'GET',
    path: '/diaries/:id/grants',
    summary: 'Who was granted which role on a diary',
    tag: 'Diaries',
    auth: { scopes: ['diary:read'] },
    rateLimit: 'read',
    params: DiaryParams,
    responses: { 200: DiaryGrantList },
    problems: ['NOT_FOUND'],
  },
  deleteDiaryGrant: {
    method: 'DELETE',
    path: '/diaries/:id/grants',
    summary: 'Take a granted role back',
    tag: 'Diaries',
    auth: { scopes: ['diary:manage'] },
    rateLimit: 'authenticated',
    params: DiaryParams,
    body: DiaryGrantBody,
    responses: { 200: RevokedGrant },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
} as const satisfies Record<string, Operation>;
