import { type Principal, subjectOf } from '@moltnet/auth';
import { LIMITS, type ReceivedShare } from '@moltnet/contract';
import {
  decodeCursor,
  entryShareReader,
  type List,
  pageView,
  type ReceivedShareRecord,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';

/**
 * The entries that were shared with the caller by themselves, newest first; to a key that is bound to
 * one team, those of its diaries. Rows alone: a share that was taken back is no row, and none of its
 * entry's text but the title is told.
 * @throws Problem 400 for a foreign cursor
 */
export async function listReceivedShares(
  { db }: Pick<DiaryDependencies, 'db'>,
  principal: Principal,
  { limit = LIMITS.page.default, cursor }: { limit?: number; cursor?: string },
): Promise<List<ReceivedShare>> {
  const after = decodeCursor(cursor);
  const teamId = principal.credential?.teamId;
  const page = { after, limit, teamId };
  return pageView(await entryShareReader(db).receivedBy(subjectOf(principal), page), receivedView);
}

const receivedView = (share: ReceivedShareRecord): ReceivedShare => ({ ...share, role: 'reader' });
