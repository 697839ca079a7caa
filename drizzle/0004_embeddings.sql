-- One row for each chunk of at most 512 tokens, so that a long entry is found by any part of it.
-- The model is part of the key: a new one can be rolled in beside the old.
CREATE TABLE entry_embeddings (
  entry_id  uuid NOT NULL REFERENCES entries ON DELETE CASCADE,
  chunk     smallint NOT NULL CHECK (chunk >= 0),
  model     text NOT NULL,
  diary_id  uuid NOT NULL,
  embedding halfvec(384) NOT NULL,
  PRIMARY KEY (entry_id, model, chunk)
);
CREATE INDEX entry_embeddings_diary_idx ON entry_embeddings (diary_id);
CREATE INDEX entry_embeddings_hnsw_idx ON entry_embeddings
  USING hnsw (embedding halfvec_cosine_ops) WITH (m = 16, ef_construction = 64);

-- What is still to be embedded. A queue: rows live for seconds, so vacuum early.
CREATE TABLE embedding_backlog (
  entry_id        uuid PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
  diary_id        uuid NOT NULL,
  content_hash    text NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(6) NOT NULL DEFAULT now(),
  lease_until     timestamptz(6),
  last_error      text
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
CREATE INDEX embedding_backlog_due_idx ON embedding_backlog (next_attempt_at);
