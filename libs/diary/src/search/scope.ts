import { entryConditions, type Source } from '@moltnet/database';
import type { ParsedQuery } from './parse-query.ts';
import type { SearchRequest } from './options.ts';

export type Sql = Source['sql'];

/** With a filter, so many of the newest entries are looked at first. */
const WALKED = 500;
/** One in so many of them passes: then a filter is common, and an index scan finds what it lets by. */
const COMMON_FILTER = 5;

/**
 * `diary_ids(id)`; `scope(id, created_at)`: entries that pass the filter, the newest among them, at
 * most about `most`; `scope_is_whole(whole)`: whether that is all of them.
 */
export function scopeCtes(sql: Sql, request: SearchRequest, most: number, asOf?: string) {
  return sql`
    moment AS MATERIALIZED (SELECT coalesce(${asOf ?? null}::timestamptz, clock_timestamp()) AS as_of),
    diary_ids AS MATERIALIZED (
      SELECT id, greatest(${most} / count(*) OVER (), 20) + 1 AS share,
             greatest(${WALKED} / count(*) OVER (), 20) AS walk
      FROM unnest(${[...request.diaryIds]}::uuid[]) AS ids (id)
    ),
    ${isFiltered(request) ? filteredCtes(sql, request, most) : newestCtes(sql, most)}`;
}

/** The newest, read from the index alone. */
function newestCtes(sql: Sql, most: number) {
  return sql`
    scope AS MATERIALIZED (
      SELECT entry.id, entry.created_at, diary_ids.id AS diary_id, share
      FROM diary_ids CROSS JOIN LATERAL (
        SELECT id, created_at FROM entries
        WHERE diary_id = diary_ids.id AND created_at <= (SELECT as_of FROM moment)
        ORDER BY created_at DESC, id DESC LIMIT share
      ) AS entry
    ),
    scope_is_whole AS MATERIALIZED (
      SELECT NOT EXISTS (SELECT FROM scope GROUP BY diary_id, share HAVING count(*) >= share)
             AND (SELECT count(*) FROM scope) <= ${most} AS whole
    )`;
}

/**
 * What passes of the newest. Where that is few, all that pass, which the index of words, tags and
 * types has together; in no order, which would tempt the planner to walk a diary from its newest
 * entry to its last for a tag that few have.
 */
function filteredCtes(sql: Sql, request: SearchRequest, most: number) {
  const filter = entryConditions(sql, request);
  return sql`
    walked AS MATERIALIZED (
      SELECT entries.id, entries.created_at, entries.diary_id, walk, (true ${filter}) AS passes
      FROM diary_ids CROSS JOIN LATERAL (
        SELECT * FROM entries
        WHERE diary_id = diary_ids.id AND created_at <= (SELECT as_of FROM moment)
        ORDER BY created_at DESC, id DESC LIMIT walk
      ) AS entries
    ),
    walk AS MATERIALIZED (
      SELECT NOT EXISTS (SELECT FROM walked GROUP BY diary_id, walk HAVING count(*) >= walk) AS ended,
             (SELECT count(*) FILTER (WHERE passes) * ${COMMON_FILTER} >= count(*) FROM walked)
               AS common
    ),
    found AS MATERIALIZED (
      SELECT entry.id, entry.created_at, diary_ids.id AS diary_id, share
      FROM diary_ids CROSS JOIN LATERAL (
        SELECT entries.id, entries.created_at FROM entries
        WHERE entries.diary_id = diary_ids.id ${filterConditions(sql, request)}
        LIMIT share
      ) AS entry
      WHERE (SELECT NOT ended AND NOT common FROM walk)
    ),
    scope AS MATERIALIZED (
      SELECT id, created_at FROM walked WHERE passes UNION SELECT id, created_at FROM found
    ),
    scope_is_whole AS MATERIALIZED (
      SELECT ended OR NOT (
               common
               OR (SELECT count(*) FROM found) > ${most}
               OR EXISTS (SELECT FROM found GROUP BY diary_id, share HAVING count(*) >= share)
             ) AS whole
      FROM walk
    )`;
}

function isFiltered(request: SearchRequest): boolean {
  const { tags, excludeTags, entryTypes, createdAfter, createdBefore } = request;
  const lists = [tags, excludeTags, entryTypes].some((list) => list?.length);
  return lists || Boolean(createdAfter ?? createdBefore ?? request.excludeSuperseded);
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
