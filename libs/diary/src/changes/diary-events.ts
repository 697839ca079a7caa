import type { Principal } from '@moltnet/auth';
import { type ChangeEvent, Problem } from '@moltnet/contract';
import { changeReader, diaryReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { changeEvent } from './change-event.ts';
import { follow } from './follow.ts';
import { type EventSource, positionOf } from './stream.ts';

/**
 * What changes in a diary, from the log in the database: the same on every machine, after every
 * restart.
 * @param lastEventId - the last event that arrived; left out: from now on
 * @throws Problem 404 where the diary may not be read, 410 where the log does not go back so far
 */
export async function diaryEvents(
  { db, permissions, changes }: DiaryDependencies,
  principal: Principal,
  diaryId: string,
  lastEventId?: number,
): Promise<EventSource<ChangeEvent>> {
  const readable = async () =>
    permissions.require(principal, 'read', await diaryReader(db).get(diaryId));
  const { id } = await readable();
  const position = await positionOf(db, lastEventId);
  const followed = {
    async read({ after, upTo, limit }: { after: number; upTo: number; limit: number }) {
      const items = await changeReader(db).ofDiary(id, { after, limit });
      return { items, through: items.length < limit ? upTo : (items.at(-1)?.seq ?? upTo) };
    },
    includes: (change: { diaryId: string }) => change.diaryId === id,
  };
  return {
    position,
    run: (deliver, signal) =>
      follow(
        { db, feed: changes },
        followed,
        position,
        (items) => deliver(items.map((item) => ({ id: item.seq, data: changeEvent(item) }))),
        signal,
      ),
    async isAllowed() {
      try {
        await readable();
        return true;
      } catch (error) {
        if (error instanceof Problem && error.code === 'NOT_FOUND') return false;
        throw error;
      }
    },
  };
}
