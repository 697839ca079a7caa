-- Edit distance, for words that nobody wrote: the query's typing mistakes.
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- Characters and pairs of neighbours in scripts that put no space between words (Thai, Lao, Khmer,
-- kana, Han) or glue particles to them (Hangul); and emoji, which the parser takes for blanks.
CREATE OR REPLACE FUNCTION unspaced_terms(document text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
  SELECT array_agg(DISTINCT term)
  FROM regexp_matches(
         document,
         '[\u0E00-\u0EFF\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]+|[\u2600-\u27BF\u2B50-\u2B55\U0001F000-\U0001F3FA\U0001F400-\U0001FAFF]+', 'g') AS run,
       LATERAL (
         SELECT letter, letter || lead(letter) OVER (ORDER BY place) AS pair
         FROM unnest(string_to_array(run[1], NULL)) WITH ORDINALITY AS letters (letter, place)) AS pairs,
       LATERAL (VALUES (letter), (pair)) AS terms (term)
  WHERE term IS NOT NULL;
END;

-- Arabic words without what is glued to them: light10 of Larkey, Ballesteros and Connell, "Light
-- stemming for Arabic information retrieval" (2007). Not Postgres' arabic, whose Snowball stemmer
-- also takes a first radical for a preposition, so that a word and its definite form part ways.
CREATE FUNCTION arabic_terms(document text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
  SELECT array_agg(DISTINCT
    regexp_replace(
      regexp_replace(
        regexp_replace(word[1], '^و(?=...)', ''),
        '^(ال|وال|بال|كال|فال|لل)(?=..)', ''),
      '(?<=..)(ها|ان|ات|ون|ين|يه|ه|ي)$', ''))
  FROM regexp_matches(
         translate(regexp_replace(document, '[\u0640\u064B-\u065F\u0670]', '', 'g'), 'أإآىة', 'ااايه'),
         '[\u0620-\u06FF]{2,}', 'g') AS word;
END;

-- The lexemes of a text, or of a query: its words stemmed as English, which leaves those of other
-- languages nearly whole; without their accents; those of Cyrillic and Arabic letters by stems of
-- their own; and what the functions above find. All but the first only in its beginning, for long
-- texts must not take long, and only where it has such letters: in PL/pgSQL, half the time.
CREATE OR REPLACE FUNCTION search_lexemes(document text) RETURNS tsvector
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
  IF beginning !~ '[^\u0001-\u007F]' THEN
    RETURN lexemes;
  END IF;
  IF beginning ~ '[\u00C0-\u024F\u0300-\u03FF\u1E00-\u1FFF]' THEN
    lexemes := lexemes || strip(to_tsvector('pg_catalog.english',
      regexp_replace(normalize(beginning, NFD), '[\u0300-\u036F]', '', 'g')));
  END IF;
  IF beginning ~ '[\u0400-\u04FF]' THEN
    lexemes := lexemes || strip(to_tsvector('pg_catalog.russian', beginning));
  END IF;
  IF beginning ~ '[\u0620-\u06FF]{2}' THEN
    lexemes := lexemes || array_to_tsvector(public.arabic_terms(beginning));
  END IF;
  IF beginning ~ '[\u0E00-\u0EFF\u1780-\u17FF\u2600-\u27BF\u2B50-\u2B55\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\U0001F000-\U0001F3FA\U0001F400-\U0001FAFF]' THEN
    lexemes := lexemes || array_to_tsvector(public.unspaced_terms(beginning));
  END IF;
  RETURN lexemes;
END;
$$;

-- What was written before gets its lexemes; an UPDATE of the column makes them anew.
UPDATE entries SET content = content
WHERE concat(title, ' ', array_to_string(tags, ' '), ' ', content)
      ~ '[\u00C0-\u024F\u0300-\u03FF\u0400-\u04FF\u0620-\u06FF\u1E00-\u1FFF\u2600-\u27BF\u2B50-\u2B55\U0001F000-\U0001FAFF]';
