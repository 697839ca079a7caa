import type { Database, Transaction } from '@moltnet/database';
import { COURIER_TABLES } from '../courier/tables.ts';
import { OAUTH_TABLES } from './oauth-tables.ts';

/** Any number that nothing else in the database locks: ASCII `ory`. */
const STORE_LOCK = 0x6f_72_79;

/** Until the transaction ends, no other process prepares the store. */
export async function lockStore(tx: Transaction): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(${STORE_LOCK})`;
}

const TABLES = `
create schema if not exists ory_local;

create table if not exists ory_local.identities (
  id uuid primary key,
  schema_id text not null,
  state text not null,
  traits jsonb not null,
  metadata_public jsonb,
  metadata_admin jsonb,
  external_id text unique,
  state_changed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What an identity signs in with; unique, so that two identities can't share it.
create table if not exists ory_local.identity_identifiers (
  type text not null,
  identifier text not null,
  identity_id uuid not null references ory_local.identities on delete cascade,
  primary key (type, identifier)
);
create index if not exists identity_identifiers_by_identity
  on ory_local.identity_identifiers (identity_id);

-- Argon2id in the PHC format, which Kratos imports.
create table if not exists ory_local.identity_passwords (
  identity_id uuid primary key references ory_local.identities on delete cascade,
  hash text not null,
  updated_at timestamptz not null default now()
);

create table if not exists ory_local.sessions (
  id uuid primary key,
  identity_id uuid not null references ory_local.identities on delete cascade,
  secret_hash bytea not null unique,
  active boolean not null default true,
  method text not null,
  ip_address text not null,
  user_agent text,
  authenticated_at timestamptz not null default now(),
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index if not exists sessions_by_identity on ory_local.sessions (identity_id, issued_at);
create index if not exists sessions_by_expiry on ory_local.sessions (expires_at);

-- Self-service flows. content: what the form shows; the rest of it follows from kind and schema.
create table if not exists ory_local.self_service_flows (
  id uuid primary key,
  kind text not null,
  type text not null,
  state text not null,
  request_url text not null,
  return_to text,
  refresh boolean not null default false,
  identity_id uuid references ory_local.identities on delete cascade,
  content jsonb not null,
  code_hash bytea,
  attempts int not null default 0,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index if not exists self_service_flows_by_expiry
  on ory_local.self_service_flows (expires_at);
create index if not exists self_service_flows_by_identity
  on ory_local.self_service_flows (identity_id) where identity_id is not null;

-- generation changes with the secret; a token of an earlier one is inactive.
create table if not exists ory_local.oauth2_clients (
  client_id text primary key,
  secret_hash text,
  generation uuid not null,
  document jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table if not exists ory_local.signing_keys (
  kid text primary key,
  sealed_jwk text not null,
  created_at timestamptz not null default now()
);

create table if not exists ory_local.revoked_tokens (
  jti text primary key,
  expires_at timestamptz not null
);
create index if not exists revoked_tokens_by_expiry on ory_local.revoked_tokens (expires_at);

-- State of oidc-provider: opaque tokens, codes, grants, sessions.
create table if not exists ory_local.provider_records (
  kind text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  user_code text,
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (kind, id)
);
create index if not exists provider_records_by_expiry on ory_local.provider_records (expires_at);
create index if not exists provider_records_by_grant
  on ory_local.provider_records (grant_id) where grant_id is not null;
create index if not exists provider_records_by_uid
  on ory_local.provider_records (uid) where uid is not null;
create index if not exists provider_records_by_user_code
  on ory_local.provider_records (user_code) where user_code is not null;

-- subject_namespace is empty for a plain subject_id, subject_relation for an object.
create table if not exists ory_local.relation_tuples (
  namespace text not null,
  object text not null,
  relation text not null,
  subject_namespace text not null,
  subject_object text not null,
  subject_relation text not null,
  seq bigint generated always as identity,
  primary key (namespace, object, relation, subject_namespace, subject_object, subject_relation)
);
create unique index if not exists relation_tuples_by_seq on ory_local.relation_tuples (seq);
-- All columns, so that a check of a subject with thousands of tuples reads one of them whichever
-- index the planner takes.
create index if not exists relation_tuples_of_subject
  on ory_local.relation_tuples
    (subject_namespace, subject_object, subject_relation, namespace, object, relation);
-- The subject sets of a relation, found without walking its members.
create index if not exists relation_tuples_sets
  on ory_local.relation_tuples (namespace, object, relation) where subject_relation <> '';
`;

/** Creates what is missing. Two processes that start at once take turns. */
export async function createSchema(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await lockStore(tx);
    await tx.sql.unsafe(TABLES + OAUTH_TABLES + COURIER_TABLES);
  });
}
