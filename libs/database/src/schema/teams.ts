import { integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { teams } from './identity.ts';

export const teamInvites = pgTable('team_invites', {
  id: uuid('id').primaryKey(),
  teamId: uuid('team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' }),
  codeHash: text('code_hash').notNull().unique(),
  role: text('role', { enum: ['manager', 'member'] }).notNull(),
  maxUses: integer('max_uses').notNull(),
  useCount: integer('use_count').notNull().default(0),
  createdBy: uuid('created_by').notNull(),
  expiresAt: time('expires_at').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
});

export const teamFounders = pgTable(
  'team_founders',
  {
    teamId: uuid('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    subjectId: uuid('subject_id').notNull(),
    subjectNs: text('subject_ns', { enum: ['Agent', 'Human'] }).notNull(),
    role: text('role', { enum: ['owner', 'manager', 'member'] }).notNull(),
    acceptedAt: time('accepted_at'),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.subjectId, table.subjectNs] })],
);

export const teamGroups = pgTable(
  'team_groups',
  {
    id: uuid('id').primaryKey(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [unique('team_groups_team_name_key').on(table.teamId, table.name)],
);

export const teamGroupMembers = pgTable(
  'team_group_members',
  {
    groupId: uuid('group_id')
      .notNull()
      .references(() => teamGroups.id, { onDelete: 'cascade' }),
    subjectId: uuid('subject_id').notNull(),
    subjectNs: text('subject_ns', { enum: ['Agent', 'Human'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.subjectId, table.subjectNs] })],
);
