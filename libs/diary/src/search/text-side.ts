import {
  andNotExcluded,
  andPhrases,
  demandsOrForbids,
  phraseConditions,
  wordConditions,
} from './demands.ts';
import { filterConditions, inIndexOfWords, type Sql } from './scope.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { SearchRequest } from './options.ts';

/** Of the newest entries, which tell how common a word is, and are where common words are found. */
const WINDOW = 256;
/** So many where there is a phrase: of common words, it is found among them alone. */
const PHRASE_WINDOW = 512;
/** A word in more of 256 than this is common: the index of words is not asked for it alone. */
const COMMON = 32;
/** A word in no more of 256 than this is rare. */
const RARE = 2;
/** With so many in the window that match as a whole, the index is not asked for more of them. */
const PLENTY = 40;
/**
 * Entries of all diaries that one of the words may be expected in, for the index to be asked for
 * them: it reads the list of the least common to its end.
 */
const READ = 40_000;
/** Rare words that the index is asked for one by one. */
const MOST_RARE = 8;
/** Most entries fetched for one question to the index of words, over all diaries. */
const FETCHED = 2_000;
/** Of a phrase: each is looked through for words side by side. */
const PHRASES_FETCHED = 800;
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

/** How many of the newest entries are looked at for the words of a query. */
export function windowOf({ phrases }: ParsedQuery): number {
  return phrases.length > 0 ? PHRASE_WINDOW : WINDOW;
}

/**
 * `text_side(id, place, score, strength)`: the entries that have the query's words, the best first.
 *
 * The work is bounded whatever the words are (at 200,000 entries, ranking every match of a common
 * word took 0.8 s). Candidates are the newest entries; of the others, those that match as a whole,
 * those that have a rare word and, where that is too little, those that have two of the less common
 * ones: each out of one index of diary and words, where a set of matches costs nothing until its
 * rows are fetched, at most 2,000 of them. What it costs is to read the words' lists, so it is not
 * asked where the least common word is in more than 40,000 of all entries, by its share of the
 * newest. The queries to it are no constants, which leaves the planner no statistics to be misled
 * by: a word that is common elsewhere and absent here must not make it walk the whole diary.
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
  const scale = windowOf(query) / WINDOW;
  const rare = RARE * scale;
  /**
   * The newest of the entries that match a tsquery, from the index of words. What must stand side by
   * side is looked at once they are fetched: the index only knows that an entry has the words.
   */
  const matching = (tsquery: ReturnType<Sql>, condition: ReturnType<Sql>) => sql`
    SELECT id
    FROM (
      SELECT entries.id, entries.created_at, entries.search FROM entries
      WHERE ${inIndexOfWords(sql)}
        AND entries.search @@ (without_order((${tsquery}) ${andPhrases(sql, query)})
                               ${andNotExcluded(sql, query)})
        ${filterConditions(sql, request)}
      LIMIT ${query.phrases.length > 0 ? PHRASES_FETCHED : FETCHED}
    ) AS entries
    WHERE (SELECT ${condition} FROM asking) ${phraseConditions(sql, query)}
    ORDER BY created_at DESC, id DESC LIMIT ${CANDIDATES}`;
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
    recent AS MATERIALIZED (
      SELECT entries.id, ${inMemory(sql)} AS search
      FROM entries WHERE entries.id = ANY (ARRAY (SELECT id FROM newest))
    ),
    in_recent AS MATERIALIZED (
      SELECT recent.id, lexeme FROM recent JOIN lexemes ON recent.search @@ lexemes.query
    ),
    seen AS MATERIALIZED (
      SELECT lexeme, query,
             (SELECT count(*) FROM in_recent WHERE in_recent.lexeme = lexemes.lexeme) AS times
      FROM lexemes
    ),
    sample AS ${demandsOrForbids(query) ? sql`MATERIALIZED` : sql`NOT MATERIALIZED`} (
      SELECT entries.id, entries.search FROM recent AS entries WHERE true ${wordConditions(sql, query)}
    ),
    affordable AS MATERIALIZED (
      SELECT greatest(${READ * WINDOW * scale}::float8 / greatest(reltuples, 1), ${rare}) AS times
      FROM pg_class WHERE oid = 'entries'::regclass
    ),
    asking AS MATERIALIZED (
      SELECT outside, rare, rare > 0 OR least_common <= (SELECT times FROM affordable) AS readable,
             outside AND (SELECT count(*) FROM sample, asked WHERE search @@ whole) < ${PLENTY}
               AS too_few
      FROM (SELECT NOT whole AS outside FROM newest_is_all) AS others,
           (SELECT count(*) FILTER (WHERE times <= ${rare}) AS rare,
                   -- Of either of two words, both lists are read.
                   CASE WHEN (SELECT whole::text LIKE '%|%' FROM asked) THEN max(times)
                        ELSE min(times) END AS least_common
            FROM seen) AS counted
    ),
    rare_words AS MATERIALIZED (
      ${matching(
        sql`SELECT string_agg(query::text, '|')::tsquery
            FROM (SELECT query FROM seen WHERE times <= ${rare} ORDER BY times LIMIT ${MOST_RARE})
                 AS rare`,
        sql`outside AND rare > 0`,
      )}
    ),
    all_words AS MATERIALIZED (
      ${matching(
        // With rare words those alone: the lists of common ones are long.
        sql`SELECT coalesce((SELECT string_agg(query::text, '&')::tsquery
                             FROM seen WHERE times <= ${rare}), whole)
            FROM asked`,
        // Where the rare words are in few entries, those that have all of them are among these.
        sql`readable AND too_few
            AND (rare = 0
                 OR (rare > 1 AND (SELECT count(*) FROM rare_words) = ${CANDIDATES}))`,
      )}
    ),
    less_common AS MATERIALIZED (
      SELECT lexeme, query FROM seen
      WHERE times > ${rare}
        AND times <= least(${COMMON * scale}, (SELECT times FROM affordable))
      ORDER BY times LIMIT 4
    ),
    two_words AS MATERIALIZED (
      ${matching(
        sql`SELECT string_agg((one.query && other.query)::text, '|')::tsquery
            FROM less_common AS one JOIN less_common AS other ON one.lexeme < other.lexeme`,
        sql`outside AND (SELECT count(*) FROM less_common) > 1
            AND (SELECT count(*) FROM all_words) + (SELECT count(*) FROM rare_words) < ${ENOUGH}`,
      )}
    ),
    more AS MATERIALIZED (
      SELECT entries.id, ${inMemory(sql)} AS search
      FROM entries
      WHERE entries.id = ANY (ARRAY (
        SELECT id FROM all_words UNION SELECT id FROM rare_words UNION SELECT id FROM two_words
        EXCEPT SELECT id FROM sample))
    ),
    text_candidates AS NOT MATERIALIZED (
      SELECT id, search FROM sample UNION ALL SELECT id, search FROM more
    ),
    written AS MATERIALIZED (
      SELECT id, lexeme FROM in_recent
      ${demandsOrForbids(query) ? sql`WHERE id IN (SELECT id FROM sample)` : sql``}
      UNION ALL
      SELECT id, lexeme FROM more JOIN lexemes ON more.search @@ lexemes.query
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

/**
 * An entry's tsvector as a value of its own: what is stored beside the row would be fetched anew by
 * each function that looks at it. An array copies its elements, at a tenth of what `search || ''`
 * takes, which sorts them too.
 */
function inMemory(sql: Sql) {
  return sql`(ARRAY[entries.search])[1]`;
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
