-- Codes that let others join a team; of the code itself only SHA-256 is kept.
CREATE TABLE team_invites (
  id         uuid PRIMARY KEY,
  team_id    uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  code_hash  text NOT NULL UNIQUE,
  role       text NOT NULL CHECK (role IN ('manager', 'member')),
  max_uses   integer NOT NULL CHECK (max_uses >= 1),
  use_count  integer NOT NULL DEFAULT 0,
  created_by uuid NOT NULL,
  expires_at timestamptz(6) NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  CHECK (use_count BETWEEN 0 AND max_uses)
);
CREATE INDEX team_invites_team_newest_idx ON team_invites (team_id, created_at DESC, id DESC);
