import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { diaries } from './diary.ts';

export const packs = pgTable('packs', {
  id: uuid('id').primaryKey(),
  diaryId: uuid('diary_id')
    .notNull()
    .references(() => diaries.id, { onDelete: 'cascade' }),
  packCid: text('pack_cid').notNull().unique(),
  packType: text('pack_type', { enum: ['custom'] }).notNull(),
  params: jsonb('params').$type<Record<string, unknown>>().notNull(),
  creatorId: uuid('creator_id').notNull(),
  supersedesPackId: uuid('supersedes_pack_id'),
  pinned: boolean('pinned').notNull(),
  expiresAt: time('expires_at'),
  tokenBudget: integer('token_budget').notNull(),
  totalTokens: integer('total_tokens').notNull(),
  originalTokens: integer('original_tokens').notNull(),
  entriesIncluded: integer('entries_included').notNull(),
  entriesCompressed: integer('entries_compressed').notNull(),
  entriesLeftOut: integer('entries_left_out').notNull(),
  elapsedMs: integer('elapsed_ms').notNull(),
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
});

export const packEntries = pgTable(
  'pack_entries',
  {
    packId: uuid('pack_id')
      .notNull()
      .references(() => packs.id, { onDelete: 'cascade' }),
    rank: integer('rank').notNull(),
    entryId: uuid('entry_id').notNull(),
    entryCid: text('entry_cid').notNull(),
    compressionLevel: text('compression_level', {
      enum: ['full', 'summary', 'keywords'],
    }).notNull(),
    originalTokens: integer('original_tokens').notNull(),
    packedTokens: integer('packed_tokens').notNull(),
    packedText: text('packed_text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.packId, table.rank] })],
);

export const renderedPacks = pgTable('rendered_packs', {
  id: uuid('id').primaryKey(),
  packCid: text('pack_cid').notNull().unique(),
  sourcePackId: uuid('source_pack_id')
    .notNull()
    .references(() => packs.id, { onDelete: 'cascade' }),
  diaryId: uuid('diary_id')
    .notNull()
    .references(() => diaries.id, { onDelete: 'cascade' }),
  contentHash: text('content_hash').notNull(),
  renderMethod: text('render_method').notNull(),
  renderedMarkdown: text('rendered_markdown').notNull(),
  totalTokens: integer('total_tokens').notNull(),
  creatorId: uuid('creator_id').notNull(),
  pinned: boolean('pinned').notNull(),
  expiresAt: time('expires_at'),
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
});
