import { bigint, jsonb, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { leaseColumns, time } from './columns.ts';
import { agents } from './identity.ts';

/** A relation of the permission model, as the permission service takes it. */
export interface RelationTuple {
  readonly namespace: string;
  readonly object: string;
  readonly relation: string;
  readonly subjectSet: {
    readonly namespace: string;
    readonly object: string;
    readonly relation: string;
  };
}

export const signingRequests = pgTable('signing_requests', {
  id: uuid('id').primaryKey(),
  agentId: uuid('agent_id')
    .notNull()
    .references(() => agents.identityId, { onDelete: 'cascade' }),
  message: text('message').notNull(),
  nonce: text('nonce').notNull(),
  status: text('status', { enum: ['pending', 'completed', 'expired'] })
    .notNull()
    .default('pending'),
  signature: text('signature'),
  expiresAt: time('expires_at').notNull(),
  completedAt: time('completed_at'),
  createdAt: time('created_at').notNull().defaultNow(),
});

export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    principal: text('principal').notNull(),
    route: text('route').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    state: text('state', { enum: ['running', 'completed'] })
      .notNull()
      .default('running'),
    status: smallint('status'),
    headers: jsonb('headers').$type<Record<string, string>>(),
    body: text('body'),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.principal, table.route, table.key] })],
);

export const relationOutbox = pgTable('relation_outbox', {
  seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  action: text('action', { enum: ['insert', 'delete'] }).notNull(),
  tuple: jsonb('tuple').$type<RelationTuple>().notNull(),
  ...leaseColumns(),
  deliveredAt: time('delivered_at'),
  failedAt: time('failed_at'),
  lastError: text('last_error'),
  createdAt: time('created_at').notNull().defaultNow(),
});
