import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';

export const agents = pgTable('agents', {
  identityId: uuid('identity_id').primaryKey(),
  name: text('name'),
  clientId: text('client_id').unique(),
  publicKey: text('public_key').notNull().unique(),
  fingerprint: text('fingerprint').notNull(),
  personalTeamId: uuid('personal_team_id').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
  credentialsVersion: integer('credentials_version').notNull().default(1),
});

export const humans = pgTable('humans', {
  identityId: uuid('identity_id').primaryKey(),
  name: text('name'),
  personalTeamId: uuid('personal_team_id').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
  goneSince: time('gone_since'),
});

export const agentKeys = pgTable('agent_keys', {
  id: uuid('id').primaryKey(),
  identityId: uuid('identity_id')
    .notNull()
    .references(() => agents.identityId, { onDelete: 'cascade' }),
  publicKey: text('public_key').notNull().unique(),
  fingerprint: text('fingerprint').notNull(),
  validFrom: time('valid_from').notNull().defaultNow(),
  validUntil: time('valid_until'),
});

export const registrations = pgTable('registrations', {
  nonceHash: text('nonce_hash').primaryKey(),
  requestHash: text('request_hash').notNull(),
  attempt: integer('attempt').notNull().default(1),
  status: text('status', { enum: ['running', 'finished', 'failed'] })
    .notNull()
    .default('running'),
  createdAt: time('created_at').notNull().defaultNow(),
});

export const teams = pgTable('teams', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  personal: boolean('personal').notNull().default(false),
  status: text('status', { enum: ['founding', 'active'] })
    .notNull()
    .default('active'),
  createdBy: uuid('created_by').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
});

export const teamMembers = pgTable(
  'team_members',
  {
    teamId: uuid('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    subjectId: uuid('subject_id').notNull(),
    subjectNs: text('subject_ns', { enum: ['Agent', 'Human', 'Group'] }).notNull(),
    role: text('role', { enum: ['owner', 'manager', 'member'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.subjectId, table.subjectNs] })],
);
