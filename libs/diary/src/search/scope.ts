import { entryConditions, type Source } from '@moltnet/database';
import type { ParsedQuery } from './parse-query.ts';
import type { SearchRequest } from './options.ts';

export type Sql = Source['sql'];

/** With a filter, so many of the newest entries are looked at first. */
const WALKED = 500;
/** Within a time, so many are, for the index of words and tags knows of no time. */
const WALKED_WITHIN = 4_000;
/** One in so many of them passes: then a filter is common, and an index scan finds what it lets by. */
const COMMON_FILTER = 20;

/**
 * `diary_ids(id)`; `scope(id, created_at)`: entries that pass the filter, the newest among them, at
 * most about `most`; `scope_is_whole(whole)`: whether that is all of them.
 */
export function scopeCtes(sql: Sql, request: SearchRequest, most: number, asOf?: string) {
  return sql`
    moment AS MATERIALIZED (SELECT coalesce(${asOf ?? null}::timestamptz, clock_timestamp()) AS as_of),
    diary_ids AS MATERIALIZED (
      SELECT id, greatest(${most} / count(*) OVER (), 20) + 1 AS share,
             greatest(${isWithinTime(request) ? WALKED_WITHIN : WALKED} / count(*) OVER (), 20) AS walk
      FROM unnest(${[...request.diaryIds]}::uuid[]) AS ids (id)
    ),
    ${isFiltered(request) ? filteredCtes(sql, request, most) : newestCtes(sql, request, most)}`;
}

/** The newest within the time asked for, read from the index alone. */
function newestCtes(sql: Sql, request: SearchRequest, most: number) {
  return sql`
    scope AS MATERIALIZED (
      SELECT entry.id, entry.created_at, diary_ids.id AS diary_id, share
      FROM diary_ids CROSS JOIN LATERAL (
        SELECT id, created_at FROM entries
        WHERE diary_id = diary_ids.id ${withinTime(sql, request)}
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
        WHERE diary_id = diary_ids.id ${withinTime(sql, request)}
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
        WHERE ${inIndexOfWords(sql)} ${filterConditions(sql, request)}
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

/**
 * That an entry is of the diary at hand, spelt as the index of words has it and no other index: a
 * diary looks small to the planner, by the average of all, and it would walk a huge one from its
 * newest entry to its last.
 */
export function inIndexOfWords(sql: Sql) {
  return sql`entries.diary_id::text = diary_ids.id::text`;
}

/** By more than a time, which the index of the newest has. */
function isFiltered(request: SearchRequest): boolean {
  const { tags, excludeTags, entryTypes, excludeSuperseded, excludeFlagged } = request;
  const lists = [tags, excludeTags, entryTypes].some((list) => list?.length);
  return lists || excludeSuperseded === true || excludeFlagged === true;
}

function isWithinTime({ createdAfter, createdBefore }: SearchRequest): boolean {
  return (createdAfter ?? createdBefore) !== undefined;
}

/** `AND …` for when an entry was written: what the index of the newest is read within. */
function withinTime(sql: Sql, { createdAfter, createdBefore }: SearchRequest) {
  return sql`
    AND entries.created_at <= (SELECT as_of FROM moment)
    ${entryConditions(sql, { createdAfter, createdBefore })}`;
}

/**
 * `AND …` for the filter over `entries`, for candidates that do not come out of `scope`. The time is
 * spelt as no index has it: the planner takes as_of for a narrow bound, and read all of the newest.
 */
export function filterConditions(sql: Sql, request: SearchRequest) {
  const { createdAfter, createdBefore, ...rest } = request;
  const createdAt = sql`entries.created_at + interval '0'`;
  return sql`
    AND ${createdAt} <= (SELECT as_of FROM moment)
    ${createdAfter ? sql`AND ${createdAt} > ${createdAfter}::timestamptz` : sql``}
    ${createdBefore ? sql`AND ${createdAt} < ${createdBefore}::timestamptz` : sql``}
    ${entryConditions(sql, rest)}`;
}

/**
 * `AND …` for what a query demands and forbids, over `entries`. Applied to each candidate before
 * anything is cut, on both sides: what is found by its meaning must not hold an excluded word.
 */
export function wordConditions(sql: Sql, query: ParsedQuery) {
  return sql`${phraseConditions(sql, query)} ${excludedConditions(sql, query)}`;
}

/** `AND …` for what is in quotation marks. */
export function phraseConditions(sql: Sql, { phrases }: ParsedQuery) {
  return sql`${[
    sql``,
    ...phrases.map(
      (phrase) => sql`
        AND (numnode(phraseto_tsquery('english', ${phrase})) = 0
             OR entries.search @@ phraseto_tsquery('english', ${phrase}))`,
    ),
  ]}`;
}

/** `&& …` for a tsquery: what is after a minus, left out by the index of words itself. */
export function andNotExcluded(sql: Sql, { excluded }: ParsedQuery) {
  return sql`${[
    sql``,
    ...excluded.map((term) => sql`&& !! phraseto_tsquery('english', ${term})`),
  ]}`;
}

/** `AND …` for what is after a minus. */
function excludedConditions(sql: Sql, { excluded }: ParsedQuery) {
  return sql`${[
    sql``,
    ...excluded.map((term) => sql`AND NOT entries.search @@ phraseto_tsquery('english', ${term})`),
  ]}`;
}
