-- no-transaction
-- A phrase as its words in any order: what an index of words can tell.
CREATE OR REPLACE FUNCTION without_order(query tsquery) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN regexp_replace(query::text, '<(-|\d+)>', '&', 'g')::tsquery;

-- The diary as text, which no other index has: only this one can serve a question for words. By the
-- average of all diaries the planner takes a huge one for small, and walked it from its newest entry
-- to its last.
DROP INDEX CONCURRENTLY IF EXISTS entries_search_idx;
CREATE INDEX CONCURRENTLY IF NOT EXISTS entries_search_idx
  ON entries USING gin ((diary_id::text), search, tags, entry_type)
  WITH (gin_pending_list_limit = 256);
DROP INDEX CONCURRENTLY IF EXISTS entries_terms_idx;
