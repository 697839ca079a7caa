-- How entries of one diary stand to each other, as somebody proposed it and somebody decided.
CREATE TABLE entry_relations (
  id                  uuid PRIMARY KEY,
  diary_id            uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  source_id           uuid NOT NULL REFERENCES entries ON DELETE CASCADE,
  target_id           uuid NOT NULL REFERENCES entries ON DELETE CASCADE,
  relation            text NOT NULL CHECK (relation IN ('supersedes', 'elaborates', 'contradicts',
                                                        'supports', 'caused_by', 'references')),
  status              text NOT NULL DEFAULT 'proposed'
                      CHECK (status IN ('proposed', 'accepted', 'rejected')),
  -- What the two entries said when they were related.
  source_cid_snapshot text NOT NULL,
  target_cid_snapshot text NOT NULL,
  -- Of relations that a workflow found.
  workflow_id         text,
  confidence          double precision CHECK (confidence BETWEEN 0 AND 1),
  similarity          double precision CHECK (similarity BETWEEN -1 AND 1),
  proposed_by         uuid NOT NULL,
  decided_by          uuid,
  created_at          timestamptz(6) NOT NULL DEFAULT now(),
  updated_at          timestamptz(6) NOT NULL DEFAULT now(),
  CHECK (source_id <> target_id),
  CHECK ((status = 'proposed') = (decided_by IS NULL)),
  CONSTRAINT entry_relations_ends_key UNIQUE (source_id, target_id, relation)
);
CREATE INDEX entry_relations_source_newest_idx
  ON entry_relations (source_id, created_at DESC, id DESC);
CREATE INDEX entry_relations_target_newest_idx
  ON entry_relations (target_id, created_at DESC, id DESC);
-- What supersedes an entry, however much else points to it.
CREATE INDEX entry_relations_superseding_idx
  ON entry_relations (target_id, created_at DESC, id DESC)
  WHERE relation = 'supersedes' AND status <> 'rejected';
CREATE INDEX entry_relations_diary_idx ON entry_relations (diary_id);

-- `superseded_by` follows from the relations: the newest accepted one that supersedes the entry. By
-- trigger, because relations also go with their entries, whoever deletes those.
CREATE FUNCTION settle_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE entries
  SET superseded_by = successor.source_id, revision = revision + 1, updated_at = clock_timestamp()
  FROM (SELECT DISTINCT target_id FROM changed WHERE relation = 'supersedes') AS target
  LEFT JOIN LATERAL (
    SELECT source_id FROM entry_relations
    WHERE target_id = target.target_id AND relation = 'supersedes' AND status = 'accepted'
    ORDER BY created_at DESC, id DESC LIMIT 1) AS successor ON true
  WHERE entries.id = target.target_id
    AND entries.superseded_by IS DISTINCT FROM successor.source_id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER entry_relations_inserted AFTER INSERT ON entry_relations
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION settle_superseded();
CREATE TRIGGER entry_relations_updated AFTER UPDATE ON entry_relations
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION settle_superseded();
CREATE TRIGGER entry_relations_deleted AFTER DELETE ON entry_relations
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION settle_superseded();
