import { doublePrecision, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { diaries, entries } from './diary.ts';

export const entryRelations = pgTable(
  'entry_relations',
  {
    id: uuid('id').primaryKey(),
    diaryId: uuid('diary_id')
      .notNull()
      .references(() => diaries.id, { onDelete: 'cascade' }),
    sourceId: uuid('source_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
    targetId: uuid('target_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
    relation: text('relation', {
      enum: ['supersedes', 'elaborates', 'contradicts', 'supports', 'caused_by', 'references'],
    }).notNull(),
    status: text('status', { enum: ['proposed', 'accepted', 'rejected'] })
      .notNull()
      .default('proposed'),
    sourceCidSnapshot: text('source_cid_snapshot').notNull(),
    targetCidSnapshot: text('target_cid_snapshot').notNull(),
    workflowId: text('workflow_id'),
    confidence: doublePrecision('confidence'),
    similarity: doublePrecision('similarity'),
    proposedBy: uuid('proposed_by').notNull(),
    decidedBy: uuid('decided_by'),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('entry_relations_ends_key').on(table.sourceId, table.targetId, table.relation),
  ],
);
