-- A pack: an ordered selection of entries cut to a token budget, addressed by its CID. The exact text
-- that was packed is kept with it, whatever becomes of the entries.
CREATE TABLE packs (
  id                 uuid PRIMARY KEY,
  diary_id           uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  pack_cid           text NOT NULL CONSTRAINT packs_pack_cid_key UNIQUE,
  pack_type          text NOT NULL CHECK (pack_type IN ('custom')),
  params             jsonb NOT NULL,
  creator_id         uuid NOT NULL,
  supersedes_pack_id uuid REFERENCES packs ON DELETE SET NULL,
  pinned             boolean NOT NULL,
  expires_at         timestamptz(6),
  token_budget       integer NOT NULL CHECK (token_budget BETWEEN 1 AND 100000),
  -- Of the packed text, which the budget is for.
  total_tokens       integer NOT NULL CHECK (total_tokens BETWEEN 0 AND token_budget),
  -- Of the entries that are in it, in full.
  original_tokens    integer NOT NULL,
  entries_included   integer NOT NULL,
  entries_compressed integer NOT NULL,
  entries_left_out   integer NOT NULL,
  elapsed_ms         integer NOT NULL,
  revision           integer NOT NULL DEFAULT 1,
  created_at         timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  updated_at         timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CHECK (pinned = (expires_at IS NULL))
);
CREATE INDEX packs_diary_newest_idx ON packs (diary_id, created_at DESC, id DESC);
CREATE INDEX packs_supersedes_idx ON packs (supersedes_pack_id) WHERE supersedes_pack_id IS NOT NULL;
CREATE INDEX packs_expiry_idx ON packs (expires_at, id) WHERE expires_at IS NOT NULL;

-- No foreign key to entries: the packed text outlives them.
CREATE TABLE pack_entries (
  pack_id           uuid NOT NULL REFERENCES packs ON DELETE CASCADE,
  rank              integer NOT NULL CHECK (rank >= 1),
  entry_id          uuid NOT NULL,
  entry_cid         text NOT NULL,
  compression_level text NOT NULL CHECK (compression_level IN ('full', 'summary', 'keywords')),
  original_tokens   integer NOT NULL,
  packed_tokens     integer NOT NULL,
  packed_text       text NOT NULL,
  PRIMARY KEY (pack_id, rank)
);
-- Which packs hold an entry.
CREATE INDEX pack_entries_entry_idx ON pack_entries (entry_id, pack_id);
