import { timestamp } from 'drizzle-orm/pg-core';

/** Every time we keep: with zone, to the microsecond, read as RFC 3339 text. */
export const time = (column: string) =>
  timestamp(column, { withTimezone: true, precision: 6, mode: 'string' });
