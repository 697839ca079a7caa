import { EmbeddingUnavailableError } from './errors.ts';
import type { Request, TextKind } from './protocol.ts';

/** What may wait at once. Beyond it a caller is refused rather than kept: entries have a durable backlog. */
const MAX_JOBS = 1_000;
const MAX_CHARACTERS = 8_000_000;

/** How long a query is worth waiting for. A passage has no such end: see the worker's stall watch. */
const QUERY_TIMEOUT_MS = 10_000;

/** A job is given to a second worker when the first broke under it, then it is given up. */
const MAX_ATTEMPTS = 2;

type Vectors = Float32Array<ArrayBuffer>[][];

interface Job {
  readonly id: number;
  readonly kind: TextKind;
  readonly texts: readonly string[];
  readonly characters: number;
  readonly settle: (outcome: Vectors | Error) => void;
  attempts: number;
}

/**
 * What is asked for and not answered yet. It outlives the worker: what a broken one left behind is
 * handed to the next.
 */
export class JobQueue {
  readonly #jobs = new Map<number, Job>();
  #characters = 0;
  #lastId = 0;
  #send: ((request: Request) => void) | undefined;

  /** Whether a worker has something to do. */
  get isEmpty(): boolean {
    return this.#jobs.size === 0;
  }

  /**
   * Resolves with the vectors of each text. Rejects with EmbeddingUnavailableError, or with the
   * signal's reason when it aborts first.
   */
  submit(kind: TextKind, texts: readonly string[], signal?: AbortSignal): Promise<Vectors> {
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const full =
        this.#jobs.size >= MAX_JOBS ||
        (this.#jobs.size > 0 && this.#characters + characters > MAX_CHARACTERS);
      if (full) {
        reject(new EmbeddingUnavailableError('busy', 'too many texts are waiting to be embedded'));
        return;
      }

      const id = (this.#lastId += 1);
      const withdraw = (error: Error): void => {
        this.#settle(id, error);
        this.#send?.({ type: 'cancel', id });
      };
      const onAbort = (): void => withdraw(signal?.reason);
      const timer =
        kind === 'query'
          ? setTimeout(() => {
              withdraw(
                new EmbeddingUnavailableError('timeout', `no vector within ${QUERY_TIMEOUT_MS} ms`),
              );
            }, QUERY_TIMEOUT_MS)
          : undefined;
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle = (outcome: Vectors | Error): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        if (Array.isArray(outcome)) resolve(outcome);
        else reject(outcome);
      };

      const job = { id, kind, texts, characters, settle, attempts: 0 };
      this.#jobs.set(id, job);
      this.#characters += characters;
      this.#hand(job);
    });
  }

  /** From now on `send` gets every job, those that wait first. */
  attach(send: (request: Request) => void): void {
    this.#send = send;
    for (const job of this.#jobs.values()) this.#hand(job);
  }

  /** The worker is gone: its jobs wait for the next one, unless they have had their second. */
  detach(why: string): void {
    this.#send = undefined;
    for (const job of this.#jobs.values()) {
      if (job.attempts >= MAX_ATTEMPTS) {
        this.#settle(job.id, new EmbeddingUnavailableError('failed', why));
      }
    }
  }

  resolve(id: number, vectors: Vectors): void {
    this.#settle(id, vectors);
  }

  reject(id: number, error: Error): void {
    this.#settle(id, error);
  }

  rejectAll(error: Error): void {
    for (const id of this.#jobs.keys()) this.#settle(id, error);
  }

  #hand(job: Job): void {
    if (this.#send === undefined) return;
    job.attempts += 1;
    this.#send({ type: 'embed', id: job.id, kind: job.kind, texts: job.texts });
  }

  #settle(id: number, outcome: Vectors | Error): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    this.#jobs.delete(id);
    this.#characters -= job.characters;
    job.settle(outcome);
  }
}
