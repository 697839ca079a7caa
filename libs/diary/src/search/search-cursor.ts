import { createHash } from 'node:crypto';
import { Problem } from '@moltnet/contract';
import type { SearchRequest } from './options.ts';

/** Where a search goes on. */
export interface SearchPosition {
  /** When its first page was made: later entries are not part of it, or ranks would shift. */
  readonly asOf: string;
  /** Whether the first page had the query's vector; the ranks of the others must come alike. */
  readonly byMeaning: boolean;
  /** Which made that vector: another one's ranks do not go on from where it stopped. */
  readonly model?: string | undefined;
  readonly score: number;
  readonly id: string;
}

/** The position and what it is a position in, as the opaque `nextCursor`. */
export function encodeSearchCursor(request: SearchRequest, position: SearchPosition): string {
  const { asOf, byMeaning, score, id, model } = position;
  const fields = [fingerprint(request), asOf, byMeaning, score, id, model];
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/**
 * Where the caller wants its search to go on.
 * @throws {Problem} VALIDATION_FAILED where the cursor is not one that this search answered
 */
export function decodeSearchCursor(request: SearchRequest): SearchPosition | undefined {
  if (request.cursor === undefined) return undefined;
  const position = parse(request.cursor, fingerprint(request));
  if (position) return position;
  throw new Problem('VALIDATION_FAILED', 'cursor is not one that this search answered.', {
    errors: [{ field: 'body.cursor', message: 'is not a nextCursor of this search' }],
  });
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function parse(cursor: string, expected: string): SearchPosition | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(fields)) return undefined;
  const [search, asOf, byMeaning, score, id, model = null] = fields as unknown[];
  if (search !== expected || typeof byMeaning !== 'boolean') return undefined;
  if (typeof asOf !== 'string' || !TIME.test(asOf) || Number.isNaN(Date.parse(asOf))) {
    return undefined;
  }
  if (typeof id !== 'string' || !ID.test(id)) return undefined;
  if (model !== null && typeof model !== 'string') return undefined;
  const position = { asOf, byMeaning, score: score as number, id };
  return Number.isFinite(score) ? { ...position, ...(model !== null && { model }) } : undefined;
}

/** Of what decides an entry's score, but not of the diaries: one more may have come meanwhile. */
function fingerprint(request: SearchRequest): string {
  const { query, tags, excludeTags, entryTypes, createdAfter, createdBefore } = request;
  const { excludeSuperseded, wRelevance, wRecency, wImportance } = request;
  const search = [
    [query, tags, excludeTags, entryTypes, createdAfter, createdBefore],
    [excludeSuperseded, wRelevance, wRecency, wImportance],
  ];
  return createHash('sha256').update(JSON.stringify(search)).digest('base64url').slice(0, 12);
}
