-- no-transaction
-- The diary as an array, so that one question goes to all the diaries that are searched: a question
-- for each reads the lists of the words to their ends as often as there are diaries.
DROP INDEX CONCURRENTLY IF EXISTS entries_terms_idx;
CREATE INDEX CONCURRENTLY IF NOT EXISTS entries_terms_idx
  ON entries USING gin ((ARRAY[diary_id::text]), search, tags, entry_type)
  WITH (gin_pending_list_limit = 256);
DROP INDEX CONCURRENTLY IF EXISTS entries_search_idx;
