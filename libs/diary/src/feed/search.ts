import { type FeedSearchQuery, type FeedSearchResults, LIMITS } from '@moltnet/contract';
import { publicFeedReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { type ByMeaningDependencies, searchByMeaning } from '../search/by-meaning.ts';
import { feedItem } from './feed-item.ts';

/**
 * Finds what anyone may read by meaning and by word, as a member's search does, in the newest public
 * diaries: the statement's work grows with their number.
 */
export async function searchFeed(
  deps: DiaryDependencies & ByMeaningDependencies,
  query: FeedSearchQuery,
): Promise<FeedSearchResults> {
  const { q, tag, limit = LIMITS.feedSearch.page.default, includeSuspicious, ...filter } = query;
  const reader = publicFeedReader(deps.db);
  const { results, degraded } = await searchByMeaning(deps, {
    ...filter,
    query: q,
    diaryIds: await reader.diaryIds(LIMITS.searchedDiaries),
    tags: tag === undefined ? [] : [tag],
    excludeFlagged: includeSuspicious !== true,
    limit,
  });
  // Read again as anyone may: a diary that was closed in between is left out.
  const rows = await reader.getMany(results.map(({ entryId }) => entryId));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = results.flatMap(({ entryId, score, highlight }) => {
    const row = byId.get(entryId);
    return row ? [{ ...feedItem(row), score, highlight }] : [];
  });
  return { items, query: q, ...(degraded && { degraded: ['vector' as const] }) };
}
