import { entryConditions, type Source } from '@moltnet/database';
import type { SearchRequest } from './options.ts';

export type Sql = Source['sql'];

/** With a filter, so many of the newest entries are looked at first. */
const WALKED = 500;
/** Within a time, so many are, for the index of words and tags knows of no time. */
const WALKED_WITHIN = 4_000;
/** One in so many of them passes: then a filter is common, and an index scan finds what it lets by. */
const COMMON_FILTER = 20;
/** Most entries fetched that the index of words, tags and types has for a filter, over all diaries. */
const FOUND = 4_000;
/**
 * So many entries that pass are compared one by one with the query's vector, read in the order of
 * their ids; where there are more, HNSW finds the nearest. An index scan that filters afterwards
 * looks at the more vectors the fewer of them pass.
 */
const FEW = 8_000;

/**
 * `moment(as_of)`, `diary_ids(id)`; `newest(id, created_at)`: the newest entries that pass the filter,
 * at most `most`; `newest_is_all(whole)`: whether there are no others; `few_ids(id)`: all that pass,
 * and perhaps some that do not, where they are few; `few_is_all(whole)`: whether they are.
 */
export function scopeCtes(sql: Sql, request: SearchRequest, most: number, asOf?: string) {
  return sql`
    moment AS MATERIALIZED (SELECT coalesce(${asOf ?? null}::timestamptz, clock_timestamp()) AS as_of),
    diary_ids AS MATERIALIZED (
      SELECT id, ${FEW + 1}::bigint AS few, greatest(${most} / count(*) OVER (), 20) + 1 AS share,
             greatest(${isWithinTime(request) ? WALKED_WITHIN : WALKED} / count(*) OVER (), 20) AS walk
      FROM unnest(${[...request.diaryIds]}::uuid[]) AS ids (id)
    ),
    ${isFiltered(request) ? filteredCtes(sql, request, most) : newestCtes(sql, request, most)}`;
}

/** The newest within the time asked for, read from the index alone. */
function newestCtes(sql: Sql, request: SearchRequest, most: number) {
  const within = fewWithin(sql, request);
  return sql`
    newest_of_each AS MATERIALIZED (
      SELECT entry.id, entry.created_at, diary_ids.id AS diary_id, share
      FROM diary_ids CROSS JOIN LATERAL (
        SELECT id, created_at FROM entries
        WHERE diary_id = diary_ids.id ${withinTime(sql, request)}
        ORDER BY created_at DESC, id DESC LIMIT share
      ) AS entry
    ),
    newest AS MATERIALIZED (
      SELECT id, created_at FROM newest_of_each ORDER BY created_at DESC, id DESC LIMIT ${most}
    ),
    newest_is_all AS MATERIALIZED (
      SELECT NOT EXISTS (SELECT FROM newest_of_each GROUP BY diary_id, share HAVING count(*) >= share)
             AND (SELECT count(*) FROM newest_of_each) <= ${most} AS whole
    ),
    -- Counted, and read again where it is few: keeping what huge diaries hold is most of the work.
    few_is_all AS MATERIALIZED (
      SELECT (SELECT count(*) FROM (${within}) AS counted) <= ${FEW} AS whole
    ),
    few_ids AS NOT MATERIALIZED (${within})`;
}

/**
 * What the diaries hold within the time asked for, up to one more than few, from the index alone. The
 * limit is no constant: by the average of all diaries it would be more than a diary has, and the
 * planner would read all of a huge one and sort it. Measured: 45,000 pages of a million entries.
 */
function fewWithin(sql: Sql, request: SearchRequest) {
  return sql`
    SELECT entry.id
    FROM diary_ids CROSS JOIN LATERAL (
      SELECT id FROM entries
      WHERE diary_id = diary_ids.id ${withinTime(sql, request)}
      ORDER BY created_at DESC, id DESC LIMIT few
    ) AS entry
    LIMIT ${FEW + 1}`;
}

/**
 * What passes of the newest. Where that is few, all that pass, which the index of words, tags and
 * types has together; in no order, which would tempt the planner to walk a diary from its newest
 * entry to its last for a tag that few have.
 */
function filteredCtes(sql: Sql, request: SearchRequest, most: number) {
  const filter = entryConditions(sql, request);
  const within = fewWithin(sql, request);
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
      SELECT id, created_at FROM entries
      WHERE (SELECT NOT ended AND NOT common FROM walk)
        AND ${inIndexOfWords(sql)} ${filterConditions(sql, request)}
      LIMIT ${FOUND + 1}
    ),
    passing AS MATERIALIZED (
      SELECT id, created_at FROM walked WHERE passes UNION SELECT id, created_at FROM found
    ),
    passing_is_all AS MATERIALIZED (
      SELECT ended OR NOT (common OR (SELECT count(*) FROM found) > ${FOUND}) AS whole FROM walk
    ),
    -- Else whatever the diaries hold, if that is few: what does not pass is left out when compared.
    few_is_all AS MATERIALIZED (
      SELECT whole OR (SELECT count(*) FROM (${within}) AS counted) <= ${FEW} AS whole
      FROM passing_is_all
    ),
    few_ids AS NOT MATERIALIZED (
      SELECT id FROM passing WHERE (SELECT whole FROM passing_is_all)
      UNION ALL
      SELECT id FROM (${within}) AS within WHERE (SELECT NOT whole FROM passing_is_all)
    ),
    newest AS MATERIALIZED (
      SELECT id, created_at FROM passing ORDER BY created_at DESC, id DESC LIMIT ${most}
    ),
    newest_is_all AS MATERIALIZED (
      SELECT whole AND (SELECT count(*) FROM passing) <= ${most} AS whole FROM passing_is_all
    )`;
}

/**
 * That an entry is of the diaries asked for, spelt as the index of words has it and no other index:
 * a diary looks small to the planner, by the average of all, and it would walk a huge one from its
 * newest entry to its last. One question for all of them, because each reads the lists of the words
 * to their ends.
 */
export function inIndexOfWords(sql: Sql) {
  return sql`ARRAY[entries.diary_id::text] && ARRAY (SELECT id::text FROM diary_ids)`;
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
