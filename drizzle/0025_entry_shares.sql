-- One entry shared by itself: with an agent or a person, which the permission service mirrors, or by
-- a link that expires, of which only SHA-256 of the token is kept.
CREATE TABLE entry_shares (
  id         uuid PRIMARY KEY,
  entry_id   uuid NOT NULL REFERENCES entries ON DELETE CASCADE,
  diary_id   uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  subject_id uuid,
  subject_ns text CHECK (subject_ns IN ('Agent', 'Human')),
  token_hash text UNIQUE,
  expires_at timestamptz(6),
  shared_by  uuid NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  CHECK ((subject_id IS NULL) = (subject_ns IS NULL)),
  CHECK ((token_hash IS NULL) = (expires_at IS NULL)),
  CHECK ((subject_id IS NULL) <> (token_hash IS NULL))
);
-- Also the list of an entry's shares.
CREATE UNIQUE INDEX entry_shares_subject_idx ON entry_shares (entry_id, subject_id, subject_ns);
CREATE INDEX entry_shares_diary_idx ON entry_shares (diary_id);
CREATE INDEX entry_shares_expiry_idx ON entry_shares (expires_at) WHERE expires_at IS NOT NULL;
