/** Where a newest-first list goes on: after the row with this time and id. */
export interface Position {
  /** RFC 3339 with microseconds, as read from the database. */
  readonly createdAt: string;
  readonly id: string;
}

/** What part of a newest-first list is read. */
export interface PageRequest {
  readonly after?: Position | undefined;
  /** Rows to pass over, for old clients; `after` is the way that costs nothing. */
  readonly offset?: number | undefined;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: T[];
  /** Undefined on the last page. */
  readonly next: Position | undefined;
}

/** A page of `limit` from rows that were read with `LIMIT limit + 1`. */
export function pageOf<T extends Position>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last ? { createdAt: last.createdAt, id: last.id } : undefined;
  return { items, next };
}
