import { MoltNetConnectionError } from './connection-error.ts';
import { pause } from './pause.ts';
import { problemOf, type Reply, retryAfter } from './reply.ts';
import { readEvents, type StreamState } from './server-sent-events.ts';

/** Attempts to open a stream for the first time; one that was open is opened again for ever. */
const FIRST_ATTEMPTS = 3;
/** Milliseconds between attempts, until the server says otherwise; doubled up to the longest. */
const RETRY = 1_000;
const LONGEST_RETRY = 30_000;
/** The server sends something every 15 s: after this (milliseconds) without it the line is dead. */
const SILENCE = 45_000;

export interface FollowOptions {
  /** Begin after the event with this id; absent: with what happens from now on. */
  lastEventId?: string | undefined;
  /** Ends it, with the reason of the signal. */
  signal?: AbortSignal | undefined;
}

/** One event as it arrived. */
export interface Followed<Data> {
  /** Keep it, and give it as `lastEventId`, to go on after it another time. */
  id: string;
  event: string;
  data: Data;
}

/** Opens the stream after `lastEventId`, or is refused; `signal` hangs up. */
export type Open = (
  lastEventId: string | undefined,
  signal: AbortSignal,
) => Promise<Reply | ReadableStream<Uint8Array>>;

/**
 * The events of a stream for as long as it is asked for them: when the line breaks or the server
 * restarts, it goes on after the last event that arrived.
 * @throws MoltNetProblem when the API refuses: 404 when access has ended, 410 `EVENTS_GONE` when what
 *   was missed is not kept any more; MoltNetConnectionError when it cannot be opened at all.
 */
export async function* followStream<Data>(
  open: Open,
  { lastEventId, signal }: FollowOptions,
): AsyncGenerator<Followed<Data>> {
  const state: StreamState = { id: lastEventId };
  let opened = false;
  for (let failures = 0; ; failures += 1) {
    signal?.throwIfAborted();
    const line = new AbortController();
    const hangUp = () => line.abort(signal?.reason);
    signal?.addEventListener('abort', hangUp, { once: true });
    let wait = Math.min((state.retry ?? RETRY) * 2 ** failures, LONGEST_RETRY);
    try {
      const reply = await open(state.id, line.signal);
      if ('status' in reply) {
        wait = Math.max(wait, refusedFor(reply));
      } else {
        opened = true;
        for await (const { id, event, data } of readEvents(whileAlive(reply, line), state)) {
          failures = 0;
          if (event !== 'end') yield { id: id ?? '', event, data: JSON.parse(data) as Data };
        }
        wait = state.retry ?? RETRY;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof MoltNetConnectionError)) throw error;
      if (!opened && failures + 1 >= FIRST_ATTEMPTS) throw error;
    } finally {
      signal?.removeEventListener('abort', hangUp);
      line.abort();
    }
    // Those that were cut off together do not come back together.
    await pause(wait * (0.5 + Math.random() / 2), signal);
  }
}

/**
 * Milliseconds to wait before it may be opened.
 * @throws MoltNetProblem when it may not be.
 */
function refusedFor(reply: Reply): number {
  if (reply.status === 429 || reply.status >= 500) return (retryAfter(reply) ?? 0) * 1_000;
  throw problemOf(reply);
}

/** The chunks, until there has been none for too long. */
async function* whileAlive(
  stream: ReadableStream<Uint8Array>,
  line: AbortController,
): AsyncGenerator<Uint8Array> {
  // A reader, because not every browser's streams are async iterables.
  const reader = stream.getReader();
  const hangUp = () => line.abort(new Error('silent for too long'));
  try {
    for (;;) {
      const timer = setTimeout(hangUp, SILENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw new MoltNetConnectionError('the stream broke off', { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
