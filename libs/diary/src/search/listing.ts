import { wordConditions } from './demands.ts';
import { filterConditions, type Sql } from './scope.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { SearchRequest } from './options.ts';

/** Of the newest, and as many of the most important: what a list without a query is made of. */
export const LISTED = 500;

/**
 * `relevant` without a query: everything is as relevant, and candidates are the newest entries and
 * the most important ones.
 */
export function listingCtes(sql: Sql, request: SearchRequest, query: ParsedQuery) {
  const words = wordConditions(sql, query);
  return sql`
    important AS MATERIALIZED (
      SELECT entry.id
      FROM diary_ids CROSS JOIN LATERAL (
        SELECT entries.id, entries.importance, entries.created_at FROM entries
        WHERE entries.diary_id = diary_ids.id AND entries.importance > 5
          ${filterConditions(sql, request)} ${words}
        ORDER BY entries.importance DESC, entries.created_at DESC
        LIMIT ${LISTED}
      ) AS entry
      ORDER BY entry.importance DESC, entry.created_at DESC LIMIT ${LISTED}
    ),
    relevant AS MATERIALIZED (
      SELECT id, NULL::float8 AS similarity, NULL::float8 AS text, 1::float8 AS relevance
      FROM (
        SELECT id FROM (
          SELECT entries.id
          FROM (SELECT id FROM newest ORDER BY created_at DESC, id DESC) AS latest
          JOIN entries USING (id)
          WHERE true ${words}
          LIMIT ${LISTED}) AS recent
        UNION SELECT id FROM important
      ) AS listed
    )`;
}
