import type { FeedItem, FeedStreamQuery } from '@moltnet/contract';
import { type ChangeRecord, changeReader } from '@moltnet/database';
import { follow } from '../changes/follow.ts';
import { type EventSource, positionOf } from '../changes/stream.ts';
import type { DiaryDependencies } from '../dependencies.ts';
import { feedItem, isSuspicious } from './feed-item.ts';
import type { PublicEntries } from './public-entries.ts';

/** Changes of all diaries looked through at once when a stream goes on from before. */
const LOOKED_AT = 1_000;

export interface FeedStreamDependencies extends Pick<DiaryDependencies, 'db' | 'changes'> {
  readonly publicEntries: PublicEntries;
}

const isNew = ({ kind }: ChangeRecord) => kind === 'entry.created';

/**
 * Entries of public diaries as they are written.
 * @param lastEventId - the last event that arrived; left out: from now on
 * @throws Problem 410 where the log does not go back so far
 */
export async function streamFeed(
  { db, changes, publicEntries }: FeedStreamDependencies,
  { tag, includeSuspicious = false }: FeedStreamQuery,
  lastEventId?: number,
): Promise<EventSource<FeedItem>> {
  const position = await positionOf(db, lastEventId);
  const followed = {
    async read({ after, upTo }: { after: number; upTo: number }) {
      const range = { after, upTo, limit: LOOKED_AT };
      const changed = await changeReader(db).list(range);
      const through = changed.length < LOOKED_AT ? upTo : (changed.at(-1)?.seq ?? upTo);
      return { items: changed.filter(isNew), through };
    },
    includes: isNew,
  };
  async function itemsOf(created: readonly ChangeRecord[]) {
    const entries = await publicEntries.get(created.map(({ entryId }) => entryId));
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    return created.flatMap(({ seq, entryId }) => {
      const entry = byId.get(entryId);
      if (!entry || (!includeSuspicious && isSuspicious(entry))) return [];
      if (tag !== undefined && !entry.tags.includes(tag)) return [];
      return [{ id: seq, data: feedItem(entry) }];
    });
  }
  return {
    position,
    run: (deliver, signal) =>
      follow(
        { db, feed: changes },
        followed,
        position,
        async (created) => {
          const items = await itemsOf(created);
          if (items.length > 0) await deliver(items);
        },
        signal,
      ),
    isAllowed: async () => true,
  };
}
