-- Single-use tokens by which a new agent registers into a team.
CREATE TABLE team_enrollments (
  id         uuid PRIMARY KEY,
  team_id    uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  -- SHA-256 of the token, hex: the token itself is kept nowhere.
  token_hash text NOT NULL UNIQUE,
  created_by uuid NOT NULL,
  -- The registration that uses it, by the hash of its nonce; given back when that fails.
  claimed_by text,
  expires_at timestamptz(6) NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE INDEX team_enrollments_team_idx ON team_enrollments (team_id);
CREATE INDEX team_enrollments_expiry_idx ON team_enrollments (expires_at);
