import { LIMITS, Problem } from '@moltnet/contract';
import type { EventStream } from './event-stream.ts';

/** Who asks for a stream. */
export interface StreamCaller {
  /** Identity or address. */
  readonly name: string;
  /** Of those who are nobody in particular there are only so many, so that members keep places. */
  readonly anonymous: boolean;
}

const RETRY_AFTER_SECONDS = 30;

/** The streams that this process has open: how many, whose, and how to end them all. */
export class OpenStreams {
  readonly #byCaller = new Map<string, number>();
  readonly #streams = new Set<EventStream>();
  #open = 0;
  #anonymous = 0;
  #closing = false;

  /**
   * Takes a place for a stream.
   * @returns gives it back
   * @throws Problem 429 where this caller, 503 where this process has as many as it may
   */
  take({ name, anonymous }: StreamCaller): () => void {
    const own = this.#byCaller.get(name) ?? 0;
    if (own >= LIMITS.streams.perCaller) {
      throw new Problem(
        'RATE_LIMIT_EXCEEDED',
        `At most ${LIMITS.streams.perCaller} streams at once.`,
        { retryAfter: RETRY_AFTER_SECONDS },
      );
    }
    const full = anonymous && this.#anonymous >= LIMITS.streams.anonymousPerProcess;
    if (full || this.#open >= LIMITS.streams.perProcess || this.#closing) {
      throw new Problem('SERVICE_UNAVAILABLE', 'There is no room for another stream here.', {
        retryAfter: this.#closing ? 1 : RETRY_AFTER_SECONDS,
      });
    }
    this.#open += 1;
    this.#anonymous += anonymous ? 1 : 0;
    this.#byCaller.set(name, own + 1);
    return () => {
      this.#open -= 1;
      this.#anonymous -= anonymous ? 1 : 0;
      const left = (this.#byCaller.get(name) ?? 1) - 1;
      if (left > 0) this.#byCaller.set(name, left);
      else this.#byCaller.delete(name);
    };
  }

  add(stream: EventStream): void {
    this.#streams.add(stream);
    stream.signal.addEventListener('abort', () => this.#streams.delete(stream), { once: true });
    if (this.#closing) stream.end('restart');
  }

  /** Ends every stream; clients come back by themselves, to another process. */
  closeAll(): void {
    this.#closing = true;
    for (const stream of this.#streams) stream.end('restart');
  }
}
