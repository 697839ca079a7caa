import type { Entry } from '@moltnet/contract';
import {
  type EntryClaim,
  entryOf,
  firstResult,
  type Idempotency,
  type KeptEntry,
  type NewEntry,
  type Source,
} from '@moltnet/database';
import { entryView } from './entry-view.ts';

/**
 * What `asked` keeps of a new entry. Its content only where screening has changed it: a repeat brings
 * the rest, for it asks the same.
 */
export function entryClaim(entry: NewEntry, asked: Idempotency, sent: string): EntryClaim {
  const { route, key, requestHash } = asked;
  const { content, ...kept } = entry;
  return {
    principal: entry.authorId,
    route,
    key,
    requestHash,
    kept: content === sent ? kept : entry,
  };
}

/**
 * The entry that the first request under the key has made, as it was then; undefined where there was
 * none.
 * @param sent - content of the repeat
 * @throws Problem 409 where the key was used for another request
 */
export async function earlierEntry(
  source: Source,
  authorId: string,
  asked: Idempotency,
  sent: string,
): Promise<Entry | undefined> {
  const kept = (await firstResult(source, authorId, asked)) as KeptEntry | Entry | undefined;
  if (!kept) return undefined;
  // A process of an older release keeps the whole answer.
  return 'creator' in kept ? kept : entryView(entryOf(kept, sent));
}
