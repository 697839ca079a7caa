import type { Operation } from '../operation.ts';
import { ConsolidateBody, Consolidation } from '../schemas/consolidation.ts';
import { DiaryParams } from '../schemas/diaries.ts';

export const consolidationOperations = {
  consolidateDiary: {
    method: 'POST',
    path: '/diaries/:id/consolidations',
    summary: 'Group entries that say the same, with what could be done about it; changes nothing',
    tag: 'Entries',
    auth: { scopes: ['diary:read'] },
    rateLimit: 'search',
    params: DiaryParams,
    body: ConsolidateBody,
    responses: { 200: Consolidation },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
