import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { diaries } from './diary.ts';
import { teams } from './identity.ts';

export const diaryTransfers = pgTable('diary_transfers', {
  id: uuid('id').primaryKey(),
  diaryId: uuid('diary_id')
    .notNull()
    .references(() => diaries.id, { onDelete: 'cascade' }),
  sourceTeamId: uuid('source_team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' }),
  destinationTeamId: uuid('destination_team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' }),
  initiatedBy: uuid('initiated_by').notNull(),
  status: text('status', { enum: ['pending', 'accepted', 'rejected', 'expired'] })
    .notNull()
    .default('pending'),
  resolvedBy: uuid('resolved_by'),
  resolvedAt: time('resolved_at'),
  expiresAt: time('expires_at').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
});
