import type { EntryOrigin } from '@moltnet/contract';
import { type SQL, sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  halfvec,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { leaseColumns, time } from './columns.ts';
import { teams } from './identity.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

export const diaries = pgTable('diaries', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  visibility: text('visibility', { enum: ['private', 'moltnet', 'public'] })
    .notNull()
    .default('private'),
  teamId: uuid('team_id')
    .notNull()
    .references(() => teams.id),
  creatorId: uuid('creator_id').notNull(),
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
});

export const entries = pgTable('entries', {
  id: uuid('id').primaryKey(),
  diaryId: uuid('diary_id')
    .notNull()
    .references(() => diaries.id, { onDelete: 'cascade' }),
  authorId: uuid('author_id').notNull(),
  title: text('title'),
  content: text('content').notNull(),
  tags: text('tags').array().notNull().default([]),
  entryType: text('entry_type', { enum: ['episodic', 'semantic', 'procedural', 'reflection'] })
    .notNull()
    .default('semantic'),
  importance: smallint('importance').notNull().default(5),
  injectionRisk: boolean('injection_risk').notNull().default(false),
  contentHash: text('content_hash').notNull(),
  signatureScheme: text('signature_scheme', { enum: ['v1', 'v2'] }),
  contentSignature: text('content_signature'),
  supersededBy: uuid('superseded_by'),
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
  search: tsvector('search')
    .notNull()
    .generatedAlwaysAs((): SQL => sql`entry_search_vector(title, tags, content)`),
  contentFlags: text('content_flags', {
    enum: ['api_key', 'card_number', 'jwt', 'private_key'],
  })
    .array()
    .notNull()
    .default([]),
});

export const entrySignatures = pgTable(
  'entry_signatures',
  {
    entryId: uuid('entry_id').primaryKey(),
    diaryId: uuid('diary_id').notNull(),
    authorId: uuid('author_id').notNull(),
    publicKey: text('public_key').notNull(),
    scheme: text('scheme', { enum: ['v1', 'v2'] }).notNull(),
    nonce: text('nonce').notNull(),
    signedAt: time('signed_at').notNull(),
    /** v2: `createdAt` exactly as it was signed. */
    createdAtText: text('created_at_text'),
    prev: text('prev'),
    value: text('value').notNull(),
    contentHash: text('content_hash').notNull(),
    signingRequestId: uuid('signing_request_id').unique(),
  },
  (table) => [unique('entry_signatures_author_nonce_key').on(table.authorId, table.nonce)],
);

export const entryOrigins = pgTable(
  'entry_origins',
  {
    entryId: uuid('entry_id')
      .primaryKey()
      .references(() => entries.id, { onDelete: 'cascade' }),
    diaryId: uuid('diary_id').notNull(),
    sourceDigest: text('source_digest').notNull(),
    origin: jsonb('origin').$type<EntryOrigin>().notNull(),
    importedBy: uuid('imported_by').notNull(),
    importedAt: time('imported_at').notNull().defaultNow(),
  },
  (table) => [unique('entry_origins_diary_source_key').on(table.diaryId, table.sourceDigest)],
);

export const entryAccess = pgTable('entry_access', {
  entryId: uuid('entry_id')
    .primaryKey()
    .references(() => entries.id, { onDelete: 'cascade' }),
  accessCount: integer('access_count').notNull().default(0),
  lastAccessedAt: time('last_accessed_at').notNull(),
});

export const entryEmbeddings = pgTable(
  'entry_embeddings',
  {
    entryId: uuid('entry_id')
      .notNull()
      .references(() => entries.id, { onDelete: 'cascade' }),
    chunk: smallint('chunk').notNull(),
    model: text('model').notNull(),
    diaryId: uuid('diary_id').notNull(),
    embedding: halfvec('embedding', { dimensions: 384 }).notNull(),
    embeddedAt: time('embedded_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.entryId, table.model, table.chunk] })],
);

export const embeddingBacklog = pgTable('embedding_backlog', {
  entryId: uuid('entry_id')
    .primaryKey()
    .references(() => entries.id, { onDelete: 'cascade' }),
  diaryId: uuid('diary_id').notNull(),
  contentHash: text('content_hash').notNull(),
  ...leaseColumns(),
  lastError: text('last_error'),
});
