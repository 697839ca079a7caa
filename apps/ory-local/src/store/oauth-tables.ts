/** What the authorization-code flow keeps beside oidc-provider's own records. */
export const OAUTH_TABLES = `
-- A client that registered itself (RFC 7591) is managed with a token of its own, and is forgotten
-- when nobody connects it: see registration/sweep.ts.
alter table ory_local.oauth2_clients add column if not exists registration_token_hash text;
alter table ory_local.oauth2_clients add column if not exists last_granted_at timestamptz;
create index if not exists oauth2_clients_registered
  on ory_local.oauth2_clients (created_at) where registration_token_hash is not null;

-- What a person allowed a client, one row a grant of oidc-provider's; the grant holds the scopes.
create table if not exists ory_local.consents (
  grant_id text primary key,
  subject text not null,
  client_id text not null,
  request_id text not null,
  request jsonb not null,
  granted jsonb not null,
  remember_until timestamptz,
  handled_at timestamptz not null default now()
);
create index if not exists consents_by_subject
  on ory_local.consents (subject, client_id, handled_at desc);
create index if not exists consents_by_client on ory_local.consents (client_id);

-- Requests that wait for a person, by age.
create index if not exists provider_interactions_by_expiry
  on ory_local.provider_records (expires_at) where kind = 'Interaction';

-- A key is in the JWKS before it signs, so that whoever verifies has it by then.
alter table ory_local.signing_keys
  add column if not exists signs_from timestamptz not null default now();

-- Whom a browser session of oidc-provider speaks for.
create index if not exists provider_sessions_by_subject
  on ory_local.provider_records ((payload->>'accountId')) where kind = 'Session';
`;
