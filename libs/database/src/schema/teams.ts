import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
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
