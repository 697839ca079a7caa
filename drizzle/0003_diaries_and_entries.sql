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

-- The parts of identifiers, paths and addresses, which the text search parser keeps whole:
-- `parsePublicKey` is also parse, Public and Key, `src/index.ts` also src, index and ts.
CREATE FUNCTION identifier_parts(document text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
  SELECT string_agg(
    regexp_replace(
      regexp_replace(compound[1], '([[:lower:][:digit:]])([[:upper:]])', '\1 \2', 'g'),
      '[^[:alnum:]]+', ' ', 'g'),
    ' ')
  FROM regexp_matches(
    document,
    '(\w*[[:lower:]][[:upper:]]\w*|[[:alpha:]][\w-]*(?:[./:\\]+[[:alpha:]][\w-]*)+)', 'g') AS compound;
END;

-- Characters and pairs of neighbours in scripts that put no space between words (Thai, Lao, Khmer,
-- kana, Han) or glue particles to them (Hangul).
CREATE FUNCTION unspaced_terms(document text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
  SELECT array_agg(DISTINCT term)
  FROM regexp_matches(
         document,
         '[\u0E00-\u0EFF\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]+', 'g') AS run,
       LATERAL (
         SELECT letter, letter || lead(letter) OVER (ORDER BY place) AS pair
         FROM unnest(string_to_array(run[1], NULL)) WITH ORDINALITY AS letters (letter, place)) AS pairs,
       LATERAL (VALUES (letter), (pair)) AS terms (term)
  WHERE term IS NOT NULL;
END;

-- The lexemes of a text, or of a query: its words stemmed as English, which leaves those of other
-- languages nearly whole, then what the two functions above find in its beginning, for long texts
-- must not take long. PL/pgSQL, because it skips what a text does not need: half the time.
CREATE FUNCTION search_lexemes(document text) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  beginning text := left(document, 20000);
  lexemes tsvector := to_tsvector('pg_catalog.english', document);
BEGIN
  IF beginning ~ '[[:lower:]][[:upper:]]|[[:alpha:]][./:\\]+[[:alpha:]]' THEN
    lexemes := lexemes
      || strip(to_tsvector('pg_catalog.english', public.identifier_parts(beginning)));
  END IF;
  IF beginning ~ '[\u0E00-\u0EFF\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]' THEN
    lexemes := lexemes || array_to_tsvector(public.unspaced_terms(beginning));
  END IF;
  RETURN lexemes;
END;
$$;

-- What full-text search knows of an entry: title (A), tags (B), content (C). The title also as it
-- is, so that one of stop words only ("The Who") can be found.
CREATE FUNCTION entry_search_vector(title text, tags text[], content text) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  lexemes tsvector := setweight(public.search_lexemes(content), 'C');
BEGIN
  IF cardinality(tags) > 0 THEN
    lexemes := setweight(public.search_lexemes(array_to_string(tags, ' ')), 'B') || lexemes;
  END IF;
  IF title <> '' THEN
    lexemes := setweight(public.search_lexemes(title), 'A')
      || setweight(to_tsvector('pg_catalog.simple', title), 'A') || lexemes;
  END IF;
  RETURN lexemes;
END;
$$;

-- One lexeme as a query.
CREATE FUNCTION lexeme_query(lexeme text) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN ('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''')::tsquery;

-- Vacuumed after every 2 % of inserts, so that index-only scans of the newest need no heap.
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
) WITH (autovacuum_vacuum_insert_scale_factor = 0.02);
-- Kept in the row, the content aside if need be: a search reads it of hundreds of entries, a list
-- the content of twenty. Measured: a third of the time.
ALTER TABLE entries ALTER COLUMN search SET STORAGE MAIN;
CREATE INDEX entries_diary_newest_idx ON entries (diary_id, created_at DESC, id DESC);
-- The few that matter more than the default, for lists by importance.
CREATE INDEX entries_important_idx ON entries (diary_id, importance DESC, created_at DESC)
  WHERE importance > 5;
CREATE INDEX entries_author_idx ON entries (author_id);
-- Words and tags within a diary are intersected in the index: what other diaries hold costs nothing.
-- A short pending list, because every search reads it whole.
CREATE INDEX entries_words_idx ON entries USING gin (diary_id, search, tags)
  WITH (gin_pending_list_limit = 256);
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
