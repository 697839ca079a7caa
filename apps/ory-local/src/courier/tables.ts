/** Messages that nobody sends; they go with their identity, and after a day. */
export const COURIER_TABLES = `
create table if not exists ory_local.courier_messages (
  id uuid primary key,
  seq bigint generated always as identity unique,
  identity_id uuid not null references ory_local.identities on delete cascade,
  recipient text not null,
  subject text not null,
  sealed_body text not null,
  template_type text not null,
  created_at timestamptz not null default now()
);
create index if not exists courier_messages_by_identity
  on ory_local.courier_messages (identity_id);
create index if not exists courier_messages_by_recipient
  on ory_local.courier_messages (recipient, seq desc);
create index if not exists courier_messages_by_age on ory_local.courier_messages (created_at);
`;
