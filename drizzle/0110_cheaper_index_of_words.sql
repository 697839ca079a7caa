-- In PL/pgSQL, whose plans a session keeps: a function in SQL is planned anew in each transaction.
CREATE OR REPLACE FUNCTION identifier_parts(document text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
  RETURN (
    SELECT string_agg(
      regexp_replace(
        regexp_replace(compound[1], '([[:lower:][:digit:]])([[:upper:]])', '\1 \2', 'g'),
        '[^[:alnum:]]+', ' ', 'g'),
      ' ')
    FROM regexp_matches(
      document,
      '(\w*[[:lower:]][[:upper:]]\w*|[[:alpha:]][\w-]*(?:[./:\\]+[[:alpha:]][\w-]*)+)', 'g') AS compound);
END;
$$;

-- What new entries share of words goes into the index once for all of a list. At 1 MB a write takes a tenth less
-- of the processor and a third less WAL than at 256 kB, and a search 0.3 ms at the most; at 4 MB 2.4 ms.
ALTER INDEX entries_terms_idx SET (gin_pending_list_limit = 1024);
