import { integer, timestamp } from 'drizzle-orm/pg-core';

/** Every time we keep: with zone, to the microsecond, read as RFC 3339 text. */
export const time = (column: string) =>
  timestamp(column, { withTimezone: true, precision: 6, mode: 'string' });

/** Of work that is taken under a lease: how often it was tried, when next, until when somebody is at it. */
export const leaseColumns = () => ({
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: time('next_attempt_at').notNull().defaultNow(),
  leaseUntil: time('lease_until'),
});
