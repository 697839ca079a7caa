import type { Principal } from '@moltnet/auth';
import { type Entry, LIMITS, type ListEntriesQuery } from '@moltnet/contract';
import { entryReader, type List, decodeCursor, pageView } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { entryView } from './entry-view.ts';

/**
 * The entries of a diary, newest first.
 * @throws Problem 404 where the diary may not be read, 400 for a foreign cursor
 */
export async function listEntries(
  { db, diaryLoader, permissions }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  query: ListEntriesQuery,
): Promise<List<Entry>> {
  const after = decodeCursor(query.cursor);
  const { id } = await permissions.require(principal, 'read', await diaryLoader.load(diaryId));
  const { limit = LIMITS.page.default, cursor: _, offset, count, entryType, ...rest } = query;
  const filter = { ...rest, diaryId: id, entryTypes: entryType };
  const reader = entryReader(db);
  const found = await reader.list({ ...filter, after, offset, limit });
  const total = count ? await reader.count(filter) : undefined;
  return { ...pageView(found, entryView), ...(total !== undefined && { total }) };
}
