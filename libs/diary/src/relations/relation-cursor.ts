import { Problem } from '@moltnet/contract';
import type { RelationPosition } from '@moltnet/database';

const POSITION =
  /^([1-3]) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A position as the opaque `nextCursor`. */
export function encodeRelationCursor({ depth, createdAt, id }: RelationPosition): string {
  return Buffer.from(`${depth} ${createdAt} ${id}`).toString('base64url');
}

/**
 * Where the caller wants its list of relations to go on.
 * @throws Problem 400 where the cursor is not one of ours
 */
export function decodeRelationCursor(cursor: string | undefined): RelationPosition | undefined {
  if (cursor === undefined) return undefined;
  const [, depth, createdAt = '', id = ''] =
    POSITION.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (depth !== undefined && !Number.isNaN(Date.parse(createdAt))) {
    return { depth: Number(depth), createdAt, id };
  }
  throw new Problem('VALIDATION_FAILED', 'cursor is not one that this list answered.', {
    errors: [{ field: 'query.cursor', message: 'is not a nextCursor of this list' }],
  });
}
