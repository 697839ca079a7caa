import type { Principal } from '@moltnet/auth';
import { LIMITS, Problem, type SearchInput, type SearchResults } from '@moltnet/contract';
import { diaryReader, entryReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { reachOf } from '../diaries/reach.ts';
import { fitTokens } from '../search/fit-tokens.ts';
import { type ByMeaningDependencies, searchByMeaning } from '../search/by-meaning.ts';
import { entryView } from './entry-view.ts';

export interface SearchOptions extends SearchInput {
  /** Narrows the search to the diaries of one team. */
  readonly teamId?: string | undefined;
}

/**
 * The diaries to search: the one named, or those that the caller can read by team or by grant, the
 * newest of them where they are more than a search looks into.
 */
async function scope(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  { diaryId, teamId }: SearchOptions,
): Promise<string[]> {
  const reader = diaryReader(db);
  if (diaryId !== undefined) {
    const diary = await permissions.require(principal, 'read', await reader.get(diaryId));
    return [diary.id];
  }
  const { items } = await reader.list({
    ...(await reachOf(db, principal, teamId)),
    limit: LIMITS.searchedDiaries,
  });
  return (await permissions.readable(principal, items)).map(({ id }) => id);
}

/**
 * Finds entries by meaning and by word in the diaries that the caller may read; with `maxTokens` the
 * best of them that fit into a prompt, of the first hundred unless `limit` says of how many.
 * @throws Problem 404 where `diaryId` may not be read, 400 for a foreign cursor, 503 when tokens
 *   cannot be counted now
 */
export async function searchEntries(
  deps: DiaryDependencies & ByMeaningDependencies,
  principal: Principal,
  options: SearchOptions,
): Promise<SearchResults> {
  const { maxTokens, explain = false } = options;
  requireOnePage(options);
  const limit = options.limit ?? LIMITS.searchPage[maxTokens === undefined ? 'default' : 'max'];
  const diaryIds = await scope(deps, principal, options);
  const found = await searchByMeaning(deps, { ...options, diaryIds, limit });
  const rows = await entryReader(deps.db).getMany(found.results.map(({ entryId }) => entryId));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const results: SearchResults['results'] = [];
  for (const { entryId, score, scores, highlight } of found.results) {
    const row = byId.get(entryId);
    // Deleted between the two reads: it must not be shown.
    if (!row) continue;
    results.push({ ...entryView(row), score, highlight, ...(explain && { scores }) });
  }
  const degraded = found.degraded && { degraded: ['vector' as const] };
  if (maxTokens === undefined) return { results, nextCursor: found.nextCursor, ...degraded };
  const fitting = await fitTokens(results, maxTokens, deps.countTokens);
  const tokens = fitting.reduce((sum, result) => sum + result.tokens, 0);
  return { results: fitting, nextCursor: null, tokens, ...degraded };
}

/** @throws Problem 400: what fits a budget is one page, and a second one would break it. */
function requireOnePage({ maxTokens, cursor, offset }: SearchOptions): void {
  if (maxTokens === undefined || (cursor === undefined && offset === undefined)) return;
  throw new Problem(
    'VALIDATION_FAILED',
    'With maxTokens there is one page: leave out the cursor.',
    {
      errors: [
        {
          field: cursor === undefined ? 'body.offset' : 'body.cursor',
          message: 'does not go with maxTokens',
        },
      ],
    },
  );
}
