CREATE TABLE diaries (
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  visibility text NOT NULL DEFAULT 'private' CHECK (visibility IN ('private', 'moltnet', 'public')),
  team_id    uuid NOT NULL REFERENCES teams,
  creator_id uuid NOT NULL,
  revision   integer NOT NULL DEFAULT 1,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  updated_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE INDEX diaries_team_newest_idx ON diaries (team_id, created_at DESC, id DESC);

-- What full-text search knows of an entry: title (A), tags (B), content (C), all stemmed as
-- English, which leaves words of other languages whole.
CREATE FUNCTION entry_search_vector(title text, tags text[], content text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN setweight(to_tsvector('pg_catalog.english', coalesce(title, '')), 'A')
      || setweight(to_tsvector('pg_catalog.english', array_to_string(tags, ' ')), 'B')
      || setweight(to_tsvector('pg_catalog.english', content), 'C');

CREATE TABLE entries (
  id                uuid PRIMARY KEY,
  diary_id          uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  author_id         uuid NOT NULL,
  title             text CHECK (char_length(title) <= 255),
  content           text NOT NULL CHECK (char_length(content) BETWEEN 1 AND 100000),
  tags              text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 20),
  entry_type        text NOT NULL DEFAULT 'semantic'
                    CHECK (entry_type IN ('episodic', 'semantic', 'procedural', 'reflection')),
  importance        smallint NOT NULL DEFAULT 5 CHECK (importance BETWEEN 1 AND 10),
  injection_risk    boolean NOT NULL DEFAULT false,
  content_hash      text NOT NULL,
  signature_scheme  text CHECK (signature_scheme IN ('v1', 'v2')),
  content_signature text,
  superseded_by     uuid REFERENCES entries ON DELETE SET NULL,
  revision          integer NOT NULL DEFAULT 1,
  created_at        timestamptz(6) NOT NULL DEFAULT now(),
  updated_at        timestamptz(6) NOT NULL DEFAULT now(),
  search            tsvector NOT NULL
                    GENERATED ALWAYS AS (entry_search_vector(title, tags, content)) STORED,
  CHECK ((signature_scheme IS NULL) = (content_signature IS NULL))
);
CREATE INDEX entries_diary_newest_idx ON entries (diary_id, created_at DESC, id DESC);
CREATE INDEX entries_author_idx ON entries (author_id);
CREATE INDEX entries_tags_idx ON entries USING gin (tags);
CREATE INDEX entries_search_idx ON entries USING gin (search);
-- Serves "does this diary hold signed entries" and, on delete, ON DELETE SET NULL.
CREATE INDEX entries_signed_idx ON entries (diary_id) WHERE signature_scheme IS NOT NULL;
CREATE INDEX entries_superseded_idx ON entries (superseded_by) WHERE superseded_by IS NOT NULL;

-- The proof outlives the content: no foreign key, so deleting an entry keeps its signature.
CREATE TABLE entry_signatures (
  entry_id           uuid PRIMARY KEY,
  diary_id           uuid NOT NULL,
  author_id          uuid NOT NULL,
  public_key         text NOT NULL,
  scheme             text NOT NULL CHECK (scheme IN ('v1', 'v2')),
  nonce              text NOT NULL,
  signed_at          timestamptz(6) NOT NULL,
  -- v2: createdAt exactly as it was signed, for the signature is over the text.
  created_at_text    text,
  prev               text,
  value              text NOT NULL,
  content_hash       text NOT NULL,
  signing_request_id uuid UNIQUE,
  CONSTRAINT entry_signatures_author_nonce_key UNIQUE (author_id, nonce)
);
CREATE INDEX entry_signatures_diary_idx ON entry_signatures (diary_id);

-- Counters of reads, written in batches and kept apart so that reading never touches an entry.
-- Half-empty pages and an early vacuum keep the updates HOT.
CREATE TABLE entry_access (
  entry_id         uuid PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
  access_count     integer NOT NULL DEFAULT 0,
  last_accessed_at timestamptz(6) NOT NULL
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
