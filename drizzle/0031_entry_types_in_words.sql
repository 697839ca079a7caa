-- no-transaction
-- Types beside words and tags: a search of one type in a large diary reads no entry of another.
DROP INDEX CONCURRENTLY IF EXISTS entries_terms_idx;
CREATE INDEX CONCURRENTLY IF NOT EXISTS entries_terms_idx
  ON entries USING gin (diary_id, search, tags, entry_type)
  WITH (gin_pending_list_limit = 256);
DROP INDEX CONCURRENTLY IF EXISTS entries_words_idx;
