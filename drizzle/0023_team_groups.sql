-- Some members of one team, so that a diary can be granted to all of them at once.
CREATE TABLE team_groups (
  id         uuid PRIMARY KEY,
  team_id    uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  created_by uuid NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  CONSTRAINT team_groups_team_name_key UNIQUE (team_id, name)
);

CREATE TABLE team_group_members (
  group_id   uuid NOT NULL REFERENCES team_groups ON DELETE CASCADE,
  subject_id uuid NOT NULL,
  subject_ns text NOT NULL CHECK (subject_ns IN ('Agent', 'Human')),
  PRIMARY KEY (group_id, subject_id, subject_ns)
);
CREATE INDEX team_group_members_subject_idx ON team_group_members (subject_id, subject_ns);
