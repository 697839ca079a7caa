import { Worker } from 'node:worker_threads';
import { Problem } from '@moltnet/contract';
import type { Answer, Question, Reply } from './protocol.ts';

/** Questions that may wait at once, one from each request that is being packed. */
const MAX_WAITING = 64;
/** The worst text takes two seconds; a thread that answers nothing for this long is stuck. */
const STALL_MS = 15_000;
/** Idle for this long, the thread ends and gives its memory back. */
const IDLE_MS = 60_000;
const RETRY_AFTER_SECONDS = 5;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Problem) => void;
}

/**
 * Counts tokens and compresses entries on a thread of its own, which is started when it is first
 * asked and ended when nobody asks. Who asks for one entry after the other shares it evenly with
 * everyone who does.
 */
export class PackingThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @throws Problem 503 when too many ask at once or the thread breaks */
  ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
    if (this.#waiting.size >= MAX_WAITING) return Promise.reject(unavailable());
    this.#worker ??= this.#start();
    const id = (this.#lastId += 1);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    if (this.#waiting.size === 1) this.#endAfter(STALL_MS);
    this.#worker.postMessage({ id, ...question });
    return promise as Promise<Answer<Q>>;
  }

  /** Whether the thread runs. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Ends the thread; who waits is refused. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#forget();
    await worker?.terminate();
  }

  #start(): Worker {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const folder = extension === 'ts' ? '../' : './';
    const worker = new Worker(new URL(`${folder}packing-worker.${extension}`, import.meta.url), {
      name: 'packing',
      // What the process was started with (an inspector, a loader, a preload) is not meant for it.
      execArgv: [],
    });
    worker.on('message', (reply: Reply) => this.#settle(reply));
    // An exit follows.
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (worker === this.#worker) this.#forget();
    });
    return worker;
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    this.#endAfter(this.#waiting.size > 0 ? STALL_MS : IDLE_MS);
    if ('answer' in reply) waiting?.resolve(reply.answer);
    else waiting?.reject(unavailable(reply.failure));
  }

  #endAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.close(), ms);
    this.#timer.unref();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#worker = undefined;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(unavailable());
  }
}

function unavailable(cause?: string): Problem {
  return new Problem('SERVICE_UNAVAILABLE', 'Packing is overloaded. Try again shortly.', {
    retryAfter: RETRY_AFTER_SECONDS,
    cause,
  });
}
