import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { diaries } from './diary.ts';

export const diaryGrants = pgTable(
  'diary_grants',
  {
    diaryId: uuid('diary_id')
      .notNull()
      .references(() => diaries.id, { onDelete: 'cascade' }),
    subjectId: uuid('subject_id').notNull(),
    subjectNs: text('subject_ns', { enum: ['Agent', 'Human', 'Group'] }).notNull(),
    role: text('role', { enum: ['reader', 'writer', 'manager'] }).notNull(),
    grantedBy: uuid('granted_by').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.diaryId, table.subjectId, table.subjectNs] })],
);
