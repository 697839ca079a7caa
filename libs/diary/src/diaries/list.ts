import type { Principal } from '@moltnet/auth';
import { type Diary, LIMITS } from '@moltnet/contract';
import { diaryReader, type List, decodeCursor, pageView } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { teamIdsOf } from '../teams.ts';
import { diaryView } from './diary-view.ts';

export interface ListDiariesOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly offset?: number;
  readonly count?: boolean;
  /** Narrows the list to one team. */
  readonly teamId?: string | undefined;
}

/**
 * The diaries of the caller's teams, newest first; one permission check for the whole page.
 * @throws Problem 400 for a foreign cursor
 */
export async function listDiaries(
  { db, permissions }: DiaryDependencies,
  principal: Principal,
  { limit = LIMITS.page.default, cursor, offset, count, teamId }: ListDiariesOptions,
): Promise<List<Diary>> {
  const after = decodeCursor(cursor);
  const teamIds = await teamIdsOf(db, principal, teamId);
  const reader = diaryReader(db);
  const found = await reader.list({ teamIds, after, offset, limit });
  const readable = await permissions.readable(principal, found.items);
  const total = count ? await reader.count({ teamIds }) : undefined;
  return {
    ...pageView({ ...found, items: readable }, diaryView),
    ...(total !== undefined && { total }),
  };
}
