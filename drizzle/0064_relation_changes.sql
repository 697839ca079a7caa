-- Relations, and what follows from them for `superseded_by`, are told by trigger, because that is
-- where they are decided: a relation also goes with its entries, whoever deletes those.
CREATE OR REPLACE FUNCTION settle_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH settled AS (
    UPDATE entries
    SET superseded_by = successor.source_id, revision = revision + 1, updated_at = clock_timestamp()
    FROM (SELECT DISTINCT target_id FROM changed WHERE relation = 'supersedes') AS target
    LEFT JOIN LATERAL (
      SELECT source_id FROM entry_relations
      WHERE target_id = target.target_id AND relation = 'supersedes' AND status = 'accepted'
      ORDER BY created_at DESC, id DESC LIMIT 1) AS successor ON true
    WHERE entries.id = target.target_id
      AND entries.superseded_by IS DISTINCT FROM successor.source_id
    RETURNING entries.id, entries.diary_id, entries.superseded_by, entries.revision)
  INSERT INTO change_outbox (diary_id, kind, entry_id, related_id, revision)
  SELECT diary_id,
         CASE WHEN superseded_by IS NULL THEN 'entry.updated' ELSE 'entry.superseded' END,
         id, superseded_by, revision
  FROM settled ORDER BY id;
  RETURN NULL;
END;
$$;

-- Not of a diary that is being deleted: nobody is left who may hear of it.
CREATE FUNCTION tell_relation_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change_outbox (diary_id, kind, entry_id, relation_id, related_id)
  SELECT diary_id,
         CASE TG_OP WHEN 'INSERT' THEN 'relation.created'
                    WHEN 'UPDATE' THEN 'relation.updated'
                    ELSE 'relation.deleted' END,
         source_id, id, target_id
  FROM changed
  WHERE EXISTS (SELECT FROM diaries WHERE diaries.id = changed.diary_id)
  ORDER BY id;
  RETURN NULL;
END;
$$;
-- Named to come before those that settle superseded_by: triggers go by the alphabet.
CREATE TRIGGER entry_relation_inserted AFTER INSERT ON entry_relations
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_relation_changes();
CREATE TRIGGER entry_relation_updated AFTER UPDATE ON entry_relations
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_relation_changes();
CREATE TRIGGER entry_relation_deleted AFTER DELETE ON entry_relations
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_relation_changes();
