import { entryConditions, type Source } from '@moltnet/database';
import type { ParsedQuery } from './parse-query.ts';
import type { SearchRequest } from './options.ts';

export type Sql = Source['sql'];

/**
 * `diary_ids(id, share)`; `scope(id, created_at)`: the newest entries that pass the filter, at most
 * `most` and no diary more than its share; `scope_is_whole`: whether that is all of them. Read from
 * the index that lists a diary, or from that of its tags.
 */
export function scopeCtes(sql: Sql, request: SearchRequest, most: number, asOf?: string) {
  return sql`
    moment AS MATERIALIZED (SELECT coalesce(${asOf ?? null}::timestamptz, clock_timestamp()) AS as_of),
    diary_ids AS MATERIALIZED (
      SELECT id, greatest(${most} / count(*) OVER (), 20) + 1 AS share
      FROM unnest(${[...request.diaryIds]}::uuid[]) AS ids (id)
    ),
    scope AS MATERIALIZED (
      SELECT entry.id, entry.created_at, diary_ids.id AS diary_id, share
      FROM diary_ids CROSS JOIN LATERAL (
        SELECT entries.id, entries.created_at FROM entries
        WHERE entries.diary_id = diary_ids.id
          AND entries.created_at <= (SELECT as_of FROM moment)
          ${entryConditions(sql, request)}
        ORDER BY entries.created_at DESC, entries.id DESC
        LIMIT share
      ) AS entry
    ),
    scope_is_whole AS MATERIALIZED (
      SELECT NOT EXISTS (SELECT FROM scope GROUP BY diary_id, share HAVING count(*) >= share)
             AND (SELECT count(*) FROM scope) <= ${most} AS whole
    )`;
}

/** `AND …` for the filter over `entries`, for candidates that do not come out of `scope`. */
export function filterConditions(sql: Sql, request: SearchRequest) {
  return sql`
    AND entries.created_at <= (SELECT as_of FROM moment)
    ${entryConditions(sql, request)}`;
}

/**
 * `AND …` for what a query demands and forbids, over `entries`. Applied to each candidate before
 * anything is cut, on both sides: what is found by its meaning must not hold an excluded word.
 */
export function wordConditions(sql: Sql, { phrases, excluded }: ParsedQuery) {
  return sql`
    ${[
      sql``,
      ...phrases.map(
        (phrase) => sql`
          AND (numnode(phraseto_tsquery('english', ${phrase})) = 0
               OR entries.search @@ phraseto_tsquery('english', ${phrase}))`,
      ),
      ...excluded.map(
        (term) => sql`AND NOT entries.search @@ phraseto_tsquery('english', ${term})`,
      ),
    ]}`;
}
