import type { Principal } from '@moltnet/auth';
import { type Diary, LIMITS } from '@moltnet/contract';
import { diaryReader, type List, decodeCursor, pageView } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { diaryView } from './diary-view.ts';
import { reachOf } from './reach.ts';

export interface ListDiariesOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly offset?: number;
  readonly count?: boolean;
  /** Narrows the list to one team. */
  readonly teamId?: string | undefined;
}

/**
 * The diaries of the caller's teams and those granted to it, newest first; one permission check for the whole page.
 * @throws Problem 400 for a foreign cursor
 */
export async function listDiaries(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  { limit = LIMITS.page.default, cursor, offset, count, teamId }: ListDiariesOptions,
): Promise<List<Diary>> {
  const after = decodeCursor(cursor);
  const reach = await reachOf(db, principal, teamId);
  const reader = diaryReader(db);
  const found = await reader.list({ ...reach, after, offset, limit });
  const readable = await permissions.readable(principal, found.items);
  const total = count ? await reader.count(reach) : undefined;
  return {
    ...pageView({ ...found, items: readable }, diaryView),
    ...(total !== undefined && { total }),
  };
}
