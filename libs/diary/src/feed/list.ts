import { type FeedItem, type FeedQuery, LIMITS } from '@moltnet/contract';
import { type List, decodeCursor, pageView, publicFeedReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { feedItem } from './feed-item.ts';

/**
 * What anyone may read, newest first.
 * @throws Problem 400 for a foreign cursor
 */
export async function listFeed(
  { db }: Pick<DiaryDependencies, 'db'>,
  { cursor, limit = LIMITS.page.default, tag, includeSuspicious = false }: FeedQuery,
): Promise<List<FeedItem>> {
  const after = decodeCursor(cursor);
  const page = await publicFeedReader(db).list({ tag, flagged: includeSuspicious, after, limit });
  return pageView(page, feedItem);
}
