-- no-transaction
-- What retention takes next: superseded entries, the longest untouched first.
CREATE INDEX CONCURRENTLY IF NOT EXISTS entries_superseded_age_idx
  ON entries (updated_at, id) WHERE superseded_by IS NOT NULL;
