-- Bearer credentials that an agent issues (`mlt_ak_…`); `agent_keys` are the keys it signs with.
CREATE TABLE agent_access_keys (
  id          uuid PRIMARY KEY,
  identity_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
  -- SHA-256 of 256 random bits: the secret itself is kept nowhere.
  secret_hash text NOT NULL,
  scopes      text[] NOT NULL CHECK (cardinality(scopes) > 0),
  -- Good for this team's resources alone.
  team_id     uuid REFERENCES teams ON DELETE CASCADE,
  -- The access key that issued it, which it cannot outlive.
  issued_by   uuid REFERENCES agent_access_keys ON DELETE CASCADE,
  ttl_days    integer NOT NULL CHECK (ttl_days BETWEEN 1 AND 90),
  -- The registration that it was the answer of, by the hash of its nonce.
  registration text UNIQUE,
  expires_at  timestamptz(6) NOT NULL,
  revoked_at  timestamptz(6),
  created_at  timestamptz(6) NOT NULL DEFAULT now()
);
CREATE INDEX agent_access_keys_newest_idx
  ON agent_access_keys (identity_id, created_at DESC, id DESC);
CREATE INDEX agent_access_keys_issuer_idx ON agent_access_keys (issued_by);
CREATE INDEX agent_access_keys_team_idx ON agent_access_keys (team_id);
CREATE INDEX agent_access_keys_expiry_idx ON agent_access_keys (expires_at);
