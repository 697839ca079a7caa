import { once } from 'node:events';
import { type ChangeRecord, type Database, changeReader } from '@moltnet/database';
import type { ChangeFeed } from './change-feed.ts';

/** Read at once while catching up. */
const PAGE = 200;
/** Changes that one follower may be behind before it is too slow to be waited for. */
const MOST_WAITING = 2_000;

/** Why following ended by itself. */
export type FollowEnd =
  /** What came next is not kept any more: read the list again. */
  | 'gone'
  /** Changes come faster than they are taken. */
  | 'slow';

/** What a follower wants to hear of. */
export interface Followed {
  /**
   * Reads from the log, about `limit` after `after`, in order; `through`: up to which it has looked,
   * at least `upTo` where there is no more.
   */
  read(page: {
    after: number;
    upTo: number;
    limit: number;
  }): Promise<{ items: ChangeRecord[]; through: number }>;
  /** Whether a change that was just made is one of them. */
  includes(change: ChangeRecord): boolean;
}

/**
 * Hands over every change after `position` that is followed, in order, each once: first from the
 * log, then as they are made. Waits for `deliver`.
 * @returns why it ended, where `signal` did not end it
 */
export async function follow(
  { db, feed }: { readonly db: Database; readonly feed: ChangeFeed },
  followed: Followed,
  position: number,
  deliver: (changes: readonly ChangeRecord[]) => Promise<void>,
  signal: AbortSignal,
): Promise<FollowEnd | undefined> {
  let waiting: ChangeRecord[] = [];
  const arrivals = new EventTarget();
  // Listening before reading: what is made in between is heard, and what is heard twice left out.
  const stop = feed.listen((changes) => {
    if (waiting.length <= MOST_WAITING) waiting.push(...changes.filter(followed.includes));
    arrivals.dispatchEvent(new Event('change'));
  });
  try {
    let at = await catchUp(db, followed, position, deliver, signal);
    while (!signal.aborted && at !== undefined) {
      if (waiting.length > MOST_WAITING) return 'slow';
      const heard: ChangeRecord[] = waiting.filter(({ seq }) => seq > (at ?? 0));
      waiting = [];
      if (heard.length > 0) {
        await deliver(heard);
        at = heard.at(-1)?.seq ?? at;
      } else {
        await once(arrivals, 'change', { signal }).catch(() => undefined);
      }
    }
    return at === undefined ? 'gone' : undefined;
  } finally {
    stop();
  }
}

/** @returns up to where it has read; undefined where what it had to read next was pruned meanwhile */
async function catchUp(
  db: Database,
  followed: Followed,
  position: number,
  deliver: (changes: readonly ChangeRecord[]) => Promise<void>,
  signal: AbortSignal,
): Promise<number | undefined> {
  let at = position;
  while (!signal.aborted) {
    const { lastSeq: upTo } = await changeReader(db).numbers();
    const { items, through } = await followed.read({ after: at, upTo, limit: PAGE });
    const { prunedSeq } = await changeReader(db).numbers();
    if (at < prunedSeq) return undefined;
    if (items.length > 0) await deliver(items);
    at = Math.max(at, through, items.at(-1)?.seq ?? 0);
    if (at >= upTo) return at;
  }
  return at;
}
