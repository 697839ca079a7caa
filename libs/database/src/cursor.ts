import { Problem } from '@moltnet/contract';
import type { Page, Position } from './paging.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A position as the opaque `nextCursor`; microseconds are kept, so that no row is skipped. */
function encodeCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

/**
 * Where the caller wants its list to go on.
 * @throws Problem 400 where the cursor is not one of ours
 */
export function decodeCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const [createdAt = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (TIME.test(createdAt) && !Number.isNaN(Date.parse(createdAt)) && ID.test(id)) {
    return { createdAt, id };
  }
  throw new Problem('VALIDATION_FAILED', 'cursor is not one that this list answered.', {
    errors: [{ field: 'query.cursor', message: 'is not a nextCursor of this list' }],
  });
}

/** A page of rows as the page that a caller gets. */
export function pageView<Row, Item>({ items, next }: Page<Row>, view: (row: Row) => Item) {
  return { items: items.map(view), nextCursor: next ? encodeCursor(next) : null };
}

/** What `{items, nextCursor, total?}` is for `Item`. */
export interface List<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly total?: number;
}
