-- pgvector 0.8 or newer: halfvec, and iterative index scans for filtered search.
CREATE EXTENSION IF NOT EXISTS vector;
