import { CHANGE_TYPES } from '@moltnet/contract';
import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { leaseColumns, time } from './columns.ts';
import { diaries } from './diary.ts';

export const webhooks = pgTable('webhooks', {
  id: uuid('id').primaryKey(),
  diaryId: uuid('diary_id')
    .notNull()
    .references(() => diaries.id, { onDelete: 'cascade' }),
  ownerId: uuid('owner_id').notNull(),
  owner: jsonb('owner').$type<Readonly<Record<string, unknown>>>().notNull(),
  url: text('url').notNull(),
  events: text('events', { enum: [...CHANGE_TYPES] })
    .array()
    .notNull(),
  secretHash: text('secret_hash').notNull(),
  status: text('status', { enum: ['active', 'disabled'] })
    .notNull()
    .default('active'),
  disabledReason: text('disabled_reason', {
    enum: ['access_ended', 'failing', 'gone', 'secret_changed'],
  }),
  due: boolean('due').notNull().default(false),
  cursorSeq: bigint('cursor_seq', { mode: 'number' }).notNull(),
  ...leaseColumns(),
  createdAt: time('created_at').notNull().defaultNow(),
});

export const webhookDeliveries = pgTable('webhook_deliveries', {
  id: uuid('id').primaryKey(),
  webhookId: uuid('webhook_id')
    .notNull()
    .references(() => webhooks.id, { onDelete: 'cascade' }),
  messageId: text('message_id').notNull(),
  eventType: text('event_type').notNull(),
  attempt: integer('attempt').notNull(),
  outcome: text('outcome', { enum: ['delivered', 'failed'] }).notNull(),
  responseStatus: integer('response_status'),
  error: text('error'),
  durationMs: integer('duration_ms').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
});
