import { bigint, boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { leaseColumns, time } from './columns.ts';
import { entries } from './diary.ts';

export const embeddingModels = pgTable('embedding_models', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  model: text('model').notNull().unique(),
  role: text('role', { enum: ['serving', 'target', 'previous', 'dropping'] }).notNull(),
  roleSince: time('role_since').notNull().defaultNow(),
  indexed: boolean('indexed').notNull().default(false),
  total: bigint('total', { mode: 'number' }).notNull().default(0),
  walked: bigint('walked', { mode: 'number' }).notNull().default(0),
  walkedTo: uuid('walked_to'),
  walkedAt: time('walked_at'),
  markAt: time('mark_at'),
  markWalked: bigint('mark_walked', { mode: 'number' }).notNull().default(0),
  earlierAt: time('earlier_at'),
  earlierWalked: bigint('earlier_walked', { mode: 'number' }).notNull().default(0),
});

export const embeddingRollQueue = pgTable(
  'embedding_roll_queue',
  {
    entryId: uuid('entry_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
    model: text('model').notNull(),
    diaryId: uuid('diary_id').notNull(),
    contentHash: text('content_hash').notNull(),
    ...leaseColumns(),
    lastError: text('last_error'),
  },
  (table) => [primaryKey({ columns: [table.entryId, table.model] })],
);

export const embeddingReports = pgTable(
  'embedding_reports',
  {
    process: text('process').notNull(),
    model: text('model').notNull(),
    status: text('status').notNull(),
    error: text('error'),
    reportedAt: time('reported_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.process, table.model] })],
);
