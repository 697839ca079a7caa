import type { Sql } from './scope.ts';
import type { SearchPosition } from './search-cursor.ts';
import type { Weights } from './options.ts';

/**
 * Reciprocal rank fusion with k = 60: Cormack, Clarke and Büttcher, "Reciprocal rank fusion
 * outperforms Condorcet and individual rank learning methods", SIGIR 2009. It needs no common scale
 * of the two sides, only their order.
 */
const K = 60;

/** What is left of a score when another entry has superseded it: less than any that is valid has. */
const SUPERSEDED = 0.1;

/** Half of the recency is gone after so many days. */
const HALF_LIFE_DAYS = 30;

/**
 * `relevant(id, relevance, similarity, text)`: both sides, 1 for the first place at full strength on
 * each of the `sides` that take part. Without the strengths the best of a side counts the same
 * however little it is: an entry with one of the query's words by accident as much as the one that
 * is meant.
 */
export function fusionCtes(sql: Sql, sides: 1 | 2) {
  return sql`
    relevant AS MATERIALIZED (
      SELECT id, vector_side.similarity, text_side.score AS text,
             (coalesce(vector_side.strength / (${K} + vector_side.place), 0)
              + coalesce(text_side.strength / (${K} + text_side.place), 0))::float8
             * ${(K + 1) / sides}::float8 AS relevance
      FROM vector_side FULL JOIN text_side USING (id)
    )`;
}

/**
 * `ranked(id, score, similarity, text, recency, importance)` out of `relevant`, weighed and from
 * the position on, newest first where the score is the same.
 */
export function rankedCtes(sql: Sql, weights: Weights, after: SearchPosition | undefined) {
  const { relevance, recency, importance } = weights;
  return sql`
    weighed AS MATERIALIZED (
      SELECT id, similarity, text, recency, entries.importance / 10.0::float8 AS importance,
             (${relevance}::float8 * relevance
              + ${recency}::float8 * recency
              + ${importance}::float8 * (entries.importance / 10.0::float8))
             * CASE WHEN superseded_by IS NULL THEN 1 ELSE ${SUPERSEDED}::float8 END AS score
      FROM relevant JOIN entries USING (id),
           LATERAL (
             SELECT 0.5 ^ (greatest(extract(epoch FROM (SELECT as_of FROM moment) - created_at), 0)
                           ::float8 / (86400 * ${HALF_LIFE_DAYS})) AS recency
           ) AS age
    ),
    ranked AS MATERIALIZED (
      SELECT * FROM weighed
      ${after ? sql`WHERE (score, id) < (${after.score}::float8, ${after.id}::uuid)` : sql``}
    )`;
}
