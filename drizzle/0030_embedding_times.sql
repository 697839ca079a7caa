-- When a vector came: the later pages of a search leave out those that its first one did not have,
-- which would shift the ranks of all others. Two steps, for now() needs no rewrite of the table.
ALTER TABLE entry_embeddings ADD COLUMN embedded_at timestamptz(6) NOT NULL DEFAULT now();
ALTER TABLE entry_embeddings ALTER COLUMN embedded_at SET DEFAULT clock_timestamp();
