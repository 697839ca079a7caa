import { Problem } from '@moltnet/contract';
import { type Database, changeReader } from '@moltnet/database';
import type { FollowEnd } from './follow.ts';

/** An event with the id that a stream goes on from after it. */
export interface StreamedEvent<Data> {
  readonly id: number;
  readonly data: Data;
}

/** Something that can be followed, opened for one caller. */
export interface EventSource<Data> {
  /** Where it begins: after this id. */
  readonly position: number;
  /**
   * Hands over events in order until `signal` aborts; waits for `deliver`.
   * @returns why it ended, where `signal` did not end it
   */
  run(
    deliver: (events: readonly StreamedEvent<Data>[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<FollowEnd | undefined>;
  /** Whether the caller may still have it; to be asked again while it is open. */
  isAllowed(): Promise<boolean>;
}

/**
 * Where a stream begins: after the last event that arrived, or now.
 * @throws Problem 410 where what came after that event is not kept any more
 */
export async function positionOf(db: Database, lastEventId: number | undefined): Promise<number> {
  const { lastSeq, prunedSeq } = await changeReader(db).numbers();
  if (lastEventId === undefined) return lastSeq;
  if (lastEventId >= prunedSeq && lastEventId <= lastSeq) return lastEventId;
  throw new Problem(
    'EVENTS_GONE',
    'The events after this Last-Event-ID are not kept any more. Read the list again, then open the stream without it.',
  );
}
