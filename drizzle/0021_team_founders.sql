-- Who founds a team together, and when each accepted; the team is active once all have.
CREATE TABLE team_founders (
  team_id     uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  subject_id  uuid NOT NULL,
  subject_ns  text NOT NULL CHECK (subject_ns IN ('Agent', 'Human')),
  role        text NOT NULL CHECK (role IN ('owner', 'manager', 'member')),
  accepted_at timestamptz(6),
  PRIMARY KEY (team_id, subject_id, subject_ns)
);
