import type { Database } from '@moltnet/database';
import { demandsCtes } from './demands.ts';
import { fusionCtes, rankedCtes } from './fusion.ts';
import { LISTED, listingCtes } from './listing.ts';
import { type SearchHit, type SearchPage, type SearchRequest, weightsOf } from './options.ts';
import { parseQuery } from './parse-query.ts';
import { scopeCtes, type Sql } from './scope.ts';
import { decodeSearchCursor, encodeSearchCursor, type SearchPosition } from './search-cursor.ts';
import { textCtes, windowOf } from './text-side.ts';
import { vectorCtes } from './vector-side.ts';

/** Candidates that HNSW keeps at hand: recall@10 of 0.998 at 200,000 rows, in 1 ms. */
const EF_SEARCH = 100;
/**
 * Vectors that HNSW compares with the query's before it stops looking for nearer ones; what it has
 * met on its way still comes after those, in the order of their distance.
 */
const MAX_SCANNED = 5_000;
/** Of the beginning of an entry; ts_headline of 100,000 characters takes 20 ms and more. */
const HIGHLIGHTED_CHARACTERS = 10_000;
const HIGHLIGHT =
  'StartSel=«, StopSel=», MaxFragments=2, MaxWords=30, MinWords=10, FragmentDelimiter=" … "';

/**
 * Finds entries by meaning and by word, in one statement whose work is bounded whatever the
 * diaries hold: candidates of both sides, fused by rank, then weighed with recency and importance.
 * @throws {Problem} VALIDATION_FAILED for a foreign cursor
 * @throws {DatabaseUnavailableError}
 */
export async function searchCandidates(db: Database, request: SearchRequest): Promise<SearchPage> {
  const after = decodeSearchCursor(request);
  if (request.diaryIds.length === 0 || asksForNothing(request.query)) {
    return { results: [], nextCursor: null, outdated: false };
  }
  const byMeaning = after?.byMeaning ?? request.queryVector !== undefined;
  const like = byMeaning ? request : { ...request, queryVector: undefined };
  const found = await db.transaction(async ({ sql }) => {
    // SET LOCAL, since embedded Postgres has one session for all. Not awaited: both go out at once.
    const [, rows] = await Promise.all([searchSettings(sql), searchStatement(sql, like, after)]);
    return rows;
  });
  const model = like.queryVector ? like.model : after?.model;
  return pageOf(request, { byMeaning, model }, found);
}

/**
 * How the statement is planned: once for a connection, not for what is asked each time, which took a
 * seventh of a search. No choice between its paths depends on a parameter; where the planner would
 * mistake an average diary for the one asked for, it is spelt so that there is one path. No part of it
 * reads a table from end to end, and compiling it takes longer than any search.
 */
export function searchSettings(sql: Sql) {
  return sql`
    SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true),
           set_config('hnsw.ef_search', ${String(EF_SEARCH)}, true),
           set_config('hnsw.max_scan_tuples', ${String(MAX_SCANNED)}, true),
           set_config('plan_cache_mode', 'force_generic_plan', true),
           set_config('enable_seqscan', 'off', true),
           set_config('jit', 'off', true)`;
}

/** A query with no word in it, wanted or not; it must not turn into a list of everything. */
function asksForNothing(query: string | undefined): boolean {
  if (query === undefined) return false;
  const { wanted, excluded } = parseQuery(query);
  return wanted === '' && excluded.length === 0;
}

/** A result; where there is none, one row without an id. */
interface SearchRow {
  readonly id: string | null;
  readonly score: number;
  readonly similarity: number | null;
  readonly text: number | null;
  readonly recency: number;
  readonly importance: number;
  readonly highlight: string | null;
  readonly asOf: string;
  readonly outdated: boolean;
}

type FoundRow = SearchRow & { readonly id: string };

/** The statement; for its EXPLAIN too. */
export function searchStatement(
  sql: Sql,
  request: SearchRequest,
  after: SearchPosition | undefined,
) {
  const query = parseQuery(request.query ?? '');
  const listed = query.wanted === '';
  const most = listed ? LISTED : windowOf(query);
  return sql<SearchRow[]>`
    WITH ${scopeCtes(sql, request, most, after?.asOf)},
      ${demandsCtes(sql, query)},
      ${
        listed
          ? listingCtes(sql, request, query)
          : sql`${textCtes(sql, request, query)},
                ${vectorCtes(sql, request, query)},
                ${fusionCtes(sql, request.queryVector ? 2 : 1)}`
      },
      ${rankedCtes(sql, weightsOf(request, listed), after)},
      page AS MATERIALIZED (
        SELECT * FROM ranked ORDER BY score DESC, id DESC
        LIMIT ${request.limit + 1} OFFSET ${after ? 0 : (request.offset ?? 0)}
      )
    SELECT page.id, page.score, page.similarity, page.text, page.recency, page.importance,
           as_of, ${listed ? sql`NULL` : highlight(sql)} AS highlight,
           ${listed || !request.queryVector ? sql`false` : sql`(SELECT NOT whole FROM searched)`}
             AS outdated
    FROM moment LEFT JOIN (page JOIN entries USING (id)) ON true
    ORDER BY page.score DESC, page.id DESC`;
}

function highlight(sql: Sql) {
  return sql`
    CASE WHEN page.text IS NOT NULL THEN
      ts_headline('english',
                  left(concat_ws(E'\n', entries.title, entries.content), ${HIGHLIGHTED_CHARACTERS}),
                  (SELECT query FROM any_word), ${HIGHLIGHT})
    END`;
}

function pageOf(
  request: SearchRequest,
  ranked: Pick<SearchPosition, 'byMeaning' | 'model'>,
  rows: readonly SearchRow[],
): SearchPage {
  const found = rows.filter((row): row is FoundRow => row.id !== null);
  const results = found.slice(0, request.limit).map(hitOf);
  const last = found[request.limit - 1];
  const nextCursor =
    found.length > request.limit && last
      ? encodeSearchCursor(request, { ...ranked, asOf: last.asOf, score: last.score, id: last.id })
      : null;
  return { results, nextCursor, outdated: rows[0]?.outdated ?? false };
}

function hitOf(row: FoundRow): SearchHit {
  const { id, score, similarity, text, recency, importance, highlight } = row;
  return {
    entryId: id,
    score,
    scores: { vector: similarity, text, recency, importance },
    // Without a mark nothing was highlighted: the words are in the tags, or further on.
    highlight: highlight?.includes('«') ? highlight : null,
  };
}
