import {
  andNotExcluded,
  filterConditions,
  inIndexOfWords,
  phraseConditions,
  type Sql,
  wordConditions,
} from './scope.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { SearchRequest } from './options.ts';

/** Of the newest entries, which tell how common a word is, and are where common words are found. */
export const WINDOW = 256;
/** A word in more of them than this is common: the index of words is not asked for it alone. */
const COMMON = 32;
/** A word in no more of them than this is rare. */
const RARE = 2;
/** With so many in the window that match as a whole, the index is not asked for more of them. */
const PLENTY = 40;
/** Most entries fetched for one question to the index of words, over all diaries. */
const FETCHED = 2_000;
/** Most candidates of one such question: the newest of those. */
const CANDIDATES = 100;
/** Most results of this side. */
const RANKED = 300;
/** With so many that have all the words, those that have some are not looked at. */
const ENOUGH = 20;
/** A query of 500 characters has more lexemes than help to tell entries apart. */
const MOST_LEXEMES = 32;
/** What a word counts that was found for one that nobody wrote. */
const MISSPELT = 0.8;
/** Words of a query that are looked at as typing mistakes. */
const MOST_UNWRITTEN = 4;
/** Words of the newest entries, repeated ones counted each time, that a mistake is compared with. */
const VOCABULARY = 12_000;

/**
 * `text_side(id, place, score, strength)`: the entries that have the query's words, the best first.
 *
 * The work is bounded whatever the words are (at 200,000 entries, ranking every match of a common
 * word took 0.8 s). Candidates are the newest entries; of the others, those that match as a whole,
 * those that have a rare word and, where that is too little, those that have two of the less common
 * ones: each out of one index of diary and words, where a set of matches costs nothing until its
 * rows are fetched, at most 2,000 of them. The queries to it are no constants, which leaves the
 * planner no statistics to be misled by: a word that is common elsewhere and absent here must not
 * make it walk the whole diary.
 *
 * A word that no candidate has is taken for a typing mistake of those in the newest entries that
 * begin alike and differ in one letter, from six letters on in two (the edit distances of Lucene's
 * fuzziness AUTO). What has a digit in it is a name and never a mistake.
 *
 * Each lexeme weighs ln((n + 1) / (df + ½)), Robertson and Spärck Jones' idf, with both counts taken
 * over the candidates; the score is the weight of the lexemes that an entry has as a share of all
 * that any candidate has, and 1 where the query as a whole matches (`or`, phrases). Ties go by how
 * near the words are to each other, how often, how near the title and in how short a text. The
 * strength is the share of all lexemes, so that one word of four is little beside a meaning.
 */
export function textCtes(sql: Sql, request: SearchRequest, query: ParsedQuery) {
  const words = wordConditions(sql, query);
  /**
   * The newest of the entries that match a tsquery, from the index of words. What must stand side by
   * side is looked at once they are fetched: the index only knows that an entry has the words.
   */
  const matching = (tsquery: ReturnType<Sql>, condition: ReturnType<Sql>) => sql`
    SELECT entries.id
    FROM diary_ids CROSS JOIN LATERAL (
      SELECT entries.id, entries.created_at, entries.search FROM entries
      WHERE ${inIndexOfWords(sql)} AND entries.search @@ (without_order((${tsquery})) ${andNotExcluded(sql, query)})
        ${filterConditions(sql, request)}
      LIMIT (SELECT ${FETCHED} / count(*) + 10 FROM diary_ids)
    ) AS entries
    WHERE (SELECT outside FROM others) AND (${condition}) ${phraseConditions(sql, query)}
    ORDER BY entries.created_at DESC, entries.id DESC LIMIT ${CANDIDATES}`;
  return sql`
    asked AS MATERIALIZED (SELECT websearch_to_tsquery('english', ${query.wanted}) AS whole),
    lexemes AS MATERIALIZED (
      SELECT lexeme, lexeme_query(lexeme) AS query
      FROM (SELECT search_lexemes(${query.wanted}) AS stemmed,
                   to_tsvector('simple', ${query.wanted}) AS plain) AS words,
           unnest(CASE WHEN length(stemmed) > 0 THEN stemmed ELSE plain END)
             WITH ORDINALITY AS l (lexeme, positions, weights, number)
      ORDER BY positions[1], number LIMIT ${MOST_LEXEMES}
    ),
    sample AS MATERIALIZED (
      SELECT entries.id, entries.search || '' AS search
      FROM (SELECT id FROM scope ORDER BY created_at DESC, id DESC LIMIT ${WINDOW}) AS window_ids
      JOIN entries USING (id)
      WHERE true ${words}
    ),
    others AS MATERIALIZED (
      SELECT NOT whole OR (SELECT count(*) FROM scope) > ${WINDOW} AS outside FROM scope_is_whole
    ),
    seen AS MATERIALIZED (
      SELECT lexeme, lexemes.query,
             (SELECT count(*) FROM sample WHERE search @@ lexemes.query) AS times
      FROM lexemes
    ),
    all_words AS MATERIALIZED (
      ${matching(
        // With rare words those alone: the lists of common ones are long, and read in each diary.
        sql`SELECT coalesce((SELECT string_agg(query::text, '&')::tsquery
                             FROM seen WHERE times <= ${RARE}), whole)
            FROM asked`,
        sql`(SELECT count(*) FROM sample, asked WHERE search @@ whole) < ${PLENTY}`,
      )}
    ),
    rare_words AS MATERIALIZED (
      ${matching(
        sql`SELECT string_agg(query::text, '|')::tsquery FROM seen WHERE times <= ${RARE}`,
        sql`EXISTS (SELECT FROM seen WHERE times <= ${RARE})`,
      )}
    ),
    less_common AS MATERIALIZED (
      SELECT lexeme, query FROM seen WHERE times > ${RARE} AND times <= ${COMMON}
      ORDER BY times LIMIT 4
    ),
    two_words AS MATERIALIZED (
      ${matching(
        sql`SELECT string_agg((one.query && other.query)::text, '|')::tsquery
            FROM less_common AS one JOIN less_common AS other ON one.lexeme < other.lexeme`,
        sql`(SELECT count(*) FROM all_words) + (SELECT count(*) FROM rare_words) < ${ENOUGH}`,
      )}
    ),
    text_candidates AS MATERIALIZED (
      SELECT id, search FROM sample
      UNION ALL
      SELECT entries.id, entries.search || ''
      FROM (SELECT id FROM all_words UNION SELECT id FROM rare_words UNION SELECT id FROM two_words
            EXCEPT SELECT id FROM sample) AS more
      JOIN entries USING (id)
    ),
    written AS MATERIALIZED (
      SELECT id, lexeme
      FROM text_candidates JOIN lexemes ON text_candidates.search @@ lexemes.query
    ),
    ${misspeltCtes(sql)},
    matches AS MATERIALIZED (
      SELECT id, lexeme, 1 AS certainty FROM written
      UNION ALL
      SELECT DISTINCT id, lexeme, ${MISSPELT}::float8
      FROM meant JOIN text_candidates ON text_candidates.search @@ meant.query
    ),
    weights AS MATERIALIZED (
      SELECT lexeme, ln(((SELECT count(*) FROM text_candidates) + 1) / (times + 0.5)) AS weight,
             times
      FROM (SELECT lexeme, count(id) AS times FROM lexemes LEFT JOIN matches USING (lexeme)
            GROUP BY lexeme) AS counted
    ),
    covered AS MATERIALIZED (
      SELECT id, search,
             CASE WHEN whole THEN 1
                  ELSE weight / nullif((SELECT sum(weight) FROM weights WHERE times > 0), 0)
             END AS share,
             CASE WHEN whole THEN 1
                  ELSE weight / nullif((SELECT sum(weight) FROM weights), 0) END AS strength
      FROM (SELECT id, sum(weight * certainty) AS weight
            FROM matches JOIN weights USING (lexeme) GROUP BY id) AS sums
      JOIN text_candidates USING (id),
      LATERAL (SELECT search @@ (SELECT whole FROM asked) AS whole) AS asked_whole
    ),
    any_word AS MATERIALIZED (
      SELECT string_agg(query::text, '|')::tsquery AS query
      FROM (SELECT query FROM lexemes UNION ALL SELECT query FROM meant) AS words
    ),
    text_side AS MATERIALIZED (
      SELECT id, score, strength, row_number() OVER (ORDER BY score DESC, id DESC) AS place
      FROM (
        SELECT id, strength,
               share
               + 0.1 * ts_rank('{0.1, 0.2, 0.4, 1}', search, (SELECT query FROM any_word), 1 | 32)
               + CASE WHEN share > 0.999
                      THEN 0.1 * ts_rank_cd('{1, 1, 1, 1}', search, (SELECT whole FROM asked), 32)
                      ELSE 0 END AS score
        FROM covered
        WHERE share >= 0.3 * (SELECT max(share) FROM covered)
          AND (share > 0.999
               OR (SELECT count(*) FROM covered WHERE share > 0.999) < ${ENOUGH})
      ) AS scored
      ORDER BY score DESC, id DESC LIMIT ${RANKED}
    )`;
}

/** `meant(lexeme, query)`: what each lexeme that no candidate has may have been meant to be. */
function misspeltCtes(sql: Sql) {
  return sql`
    unwritten AS MATERIALIZED (
      SELECT lexeme, CASE WHEN char_length(lexeme) < 6 THEN 1 ELSE 2 END AS edits
      FROM lexemes
      WHERE char_length(lexeme) BETWEEN 4 AND 40 AND lexeme ~ '^[[:alpha:]]+$'
        AND lexeme NOT IN (SELECT lexeme FROM written)
      LIMIT ${MOST_UNWRITTEN}
    ),
    meant AS MATERIALIZED (
      SELECT unwritten.lexeme, lexeme_query(known.lexeme) AS query
      FROM (SELECT DISTINCT word AS lexeme
            FROM (SELECT search, sum(length(search)) OVER (ORDER BY id DESC) AS words
                  FROM sample WHERE EXISTS (SELECT FROM unwritten)) AS newest,
                 unnest(tsvector_to_array(search)) AS words_of (word)
            WHERE words <= ${VOCABULARY}
              AND left(word, 1) = ANY (ARRAY (SELECT left(lexeme, 1) FROM unwritten))) AS known
      JOIN unwritten
        ON left(known.lexeme, 1) = left(unwritten.lexeme, 1)
           AND char_length(known.lexeme)
               BETWEEN char_length(unwritten.lexeme) - edits AND char_length(unwritten.lexeme) + edits
           AND levenshtein_less_equal(known.lexeme, unwritten.lexeme, edits) <= edits
    )`;
}
