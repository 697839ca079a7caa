import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { diaries, entries } from './diary.ts';

export const entryShares = pgTable('entry_shares', {
  id: uuid('id').primaryKey(),
  entryId: uuid('entry_id')
    .notNull()
    .references(() => entries.id, { onDelete: 'cascade' }),
  diaryId: uuid('diary_id')
    .notNull()
    .references(() => diaries.id, { onDelete: 'cascade' }),
  subjectId: uuid('subject_id'),
  subjectNs: text('subject_ns', { enum: ['Agent', 'Human'] }),
  tokenHash: text('token_hash').unique(),
  expiresAt: time('expires_at'),
  sharedBy: uuid('shared_by').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
});
