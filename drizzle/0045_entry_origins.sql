-- Where an imported entry comes from. The digest names what it was there, so that the same file
-- brings nothing twice.
CREATE TABLE entry_origins (
  entry_id      uuid PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
  diary_id      uuid NOT NULL,
  source_digest text NOT NULL,
  origin        jsonb NOT NULL,
  imported_by   uuid NOT NULL,
  imported_at   timestamptz(6) NOT NULL DEFAULT now(),
  CONSTRAINT entry_origins_diary_source_key UNIQUE (diary_id, source_digest)
);
