-- By the default a table of a million rows is vacuumed when 200,000 are dead. Until then HNSW walks over
-- dead vectors to come to live ones, and when it is vacuumed, the graph is repaired wherever one is
-- missing: 10 hours for 20 million rows (github.com/pgvector/pgvector/issues/450). Little and often.
ALTER TABLE entry_embeddings SET (autovacuum_vacuum_scale_factor = 0.05);
-- Each change of an entry writes to all of its indexes, and the planner has to know of what a diary got.
ALTER TABLE entries SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
