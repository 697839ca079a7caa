-- Who may do something with one diary beyond its team; the permission service mirrors it.
CREATE TABLE diary_grants (
  diary_id   uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  subject_id uuid NOT NULL,
  subject_ns text NOT NULL CHECK (subject_ns IN ('Agent', 'Human', 'Group')),
  role       text NOT NULL CHECK (role IN ('reader', 'writer', 'manager')),
  granted_by uuid NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (diary_id, subject_id, subject_ns)
);
CREATE INDEX diary_grants_subject_idx ON diary_grants (subject_id, subject_ns);
