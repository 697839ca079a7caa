import { Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import type { Operation } from '../operation.ts';
import { DiaryParams } from '../schemas/diaries.ts';
import { EXPORT_MEDIA_TYPE, ImportQuery, ImportReport } from '../schemas/portability.ts';

const Lines = Type.String({ description: 'One JSON object a line (docs/import-export.md)' });

export const portabilityOperations = {
  exportDiary: {
    method: 'GET',
    path: '/diaries/:id/export',
    summary: 'Every entry as it stands at one moment, with signatures and keys, as JSON Lines',
    tag: 'Diaries',
    auth: { scopes: ['diary:read'] },
    rateLimit: 'read',
    params: DiaryParams,
    responses: { 200: Lines },
    produces: EXPORT_MEDIA_TYPE,
    timeoutMs: LIMITS.transferOfFileMs,
    problems: ['NOT_FOUND'],
  },
  importDiary: {
    method: 'POST',
    path: '/diaries/:id/import',
    summary: 'Take over entries of an export, each verified; what is here already is skipped',
    tag: 'Diaries',
    auth: { scopes: ['diary:write'] },
    rateLimit: 'authenticated',
    params: DiaryParams,
    query: ImportQuery,
    body: Lines,
    bodyBytes: LIMITS.importBytes,
    consumes: EXPORT_MEDIA_TYPE,
    bodyStreamed: true,
    timeoutMs: LIMITS.transferOfFileMs,
    responses: { 200: ImportReport },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
