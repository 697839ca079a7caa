import { type AnyPgColumn, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { agents, teams } from './identity.ts';

export const agentAccessKeys = pgTable('agent_access_keys', {
  id: uuid('id').primaryKey(),
  identityId: uuid('identity_id')
    .notNull()
    .references(() => agents.identityId, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  secretHash: text('secret_hash').notNull(),
  scopes: text('scopes').array().notNull(),
  teamId: uuid('team_id').references(() => teams.id, { onDelete: 'cascade' }),
  issuedBy: uuid('issued_by').references((): AnyPgColumn => agentAccessKeys.id, {
    onDelete: 'cascade',
  }),
  ttlDays: integer('ttl_days').notNull(),
  registration: text('registration').unique(),
  expiresAt: time('expires_at').notNull(),
  revokedAt: time('revoked_at'),
  createdAt: time('created_at').notNull().defaultNow(),
});

export const recoveryChallenges = pgTable('recovery_challenges', {
  challengeHash: text('challenge_hash').primaryKey(),
  expiresAt: time('expires_at').notNull(),
});

export const teamEnrollments = pgTable('team_enrollments', {
  id: uuid('id').primaryKey(),
  teamId: uuid('team_id')
    .notNull()
    .references(() => teams.id, { onDelete: 'cascade' }),
  tokenHash: text('token_hash').notNull().unique(),
  createdBy: uuid('created_by').notNull(),
  claimedBy: text('claimed_by'),
  expiresAt: time('expires_at').notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
});
