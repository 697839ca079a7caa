CREATE TABLE agents (
  identity_id      uuid PRIMARY KEY,
  name             text CHECK (char_length(name) BETWEEN 1 AND 64),
  hydra_client_id  text UNIQUE,
  public_key       text NOT NULL UNIQUE,
  fingerprint      text NOT NULL,
  personal_team_id uuid NOT NULL,
  created_at       timestamptz(6) NOT NULL DEFAULT now()
);
-- Not unique: a fingerprint is 64 bits, and a lookup that finds two says so.
CREATE INDEX agents_fingerprint_idx ON agents (fingerprint);

-- Every key an agent has ever had, so that old signatures keep verifying.
CREATE TABLE agent_keys (
  id          uuid PRIMARY KEY,
  identity_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  public_key  text NOT NULL UNIQUE,
  fingerprint text NOT NULL,
  valid_from  timestamptz(6) NOT NULL DEFAULT now(),
  valid_until timestamptz(6),
  CHECK (valid_until > valid_from)
);
CREATE INDEX agent_keys_fingerprint_idx ON agent_keys (fingerprint);
CREATE UNIQUE INDEX agent_keys_current_idx ON agent_keys (identity_id) WHERE valid_until IS NULL;

CREATE TABLE registrations (
  nonce_hash   text PRIMARY KEY,
  request_hash text NOT NULL,
  attempt      integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
  status       text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'finished', 'failed')),
  created_at   timestamptz(6) NOT NULL DEFAULT now()
);

CREATE TABLE teams (
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  personal   boolean NOT NULL DEFAULT false,
  status     text NOT NULL DEFAULT 'active' CHECK (status IN ('founding', 'active')),
  created_by uuid NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX teams_personal_idx ON teams (created_by) WHERE personal;

CREATE TABLE team_members (
  team_id    uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  subject_id uuid NOT NULL,
  subject_ns text NOT NULL CHECK (subject_ns IN ('Agent', 'Human', 'Group')),
  role       text NOT NULL CHECK (role IN ('owner', 'manager', 'member')),
  PRIMARY KEY (team_id, subject_id, subject_ns)
);
CREATE INDEX team_members_subject_idx ON team_members (subject_id, subject_ns);
