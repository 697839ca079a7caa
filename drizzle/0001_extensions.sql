-- pgvector 0.8 or newer: halfvec, and iterative index scans for filtered search.
CREATE EXTENSION IF NOT EXISTS vector;

-- GIN over a uuid, to have the diary in the index of words.
CREATE EXTENSION IF NOT EXISTS btree_gin;
