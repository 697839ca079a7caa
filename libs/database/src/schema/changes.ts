import { CHANGE_TYPES } from '@moltnet/contract';
import { bigint, boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { entries } from './diary.ts';

export const changeOutbox = pgTable('change_outbox', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  diaryId: uuid('diary_id').notNull(),
  kind: text('kind', { enum: [...CHANGE_TYPES] }).notNull(),
  entryId: uuid('entry_id').notNull(),
  relationId: uuid('relation_id'),
  relatedId: uuid('related_id'),
  revision: integer('revision'),
  occurredAt: time('occurred_at').notNull().defaultNow(),
});

export const diaryChanges = pgTable('diary_changes', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  diaryId: uuid('diary_id').notNull(),
  kind: text('kind', { enum: [...CHANGE_TYPES] }).notNull(),
  entryId: uuid('entry_id').notNull(),
  relationId: uuid('relation_id'),
  relatedId: uuid('related_id'),
  revision: integer('revision'),
  occurredAt: time('occurred_at').notNull(),
});

export const diaryChangeNumbers = pgTable('diary_change_numbers', {
  single: boolean('single').primaryKey().default(true),
  lastSeq: bigint('last_seq', { mode: 'number' }).notNull().default(0),
  prunedSeq: bigint('pruned_seq', { mode: 'number' }).notNull().default(0),
});

export const publicFeed = pgTable(
  'public_feed',
  {
    topic: text('topic').notNull(),
    flagged: boolean('flagged').notNull(),
    createdAt: time('created_at').notNull(),
    entryId: uuid('entry_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.topic, table.flagged, table.createdAt, table.entryId] }),
  ],
);
