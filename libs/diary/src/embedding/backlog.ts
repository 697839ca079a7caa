import {
  type BacklogItem,
  type Database,
  embeddingBacklogReader,
  embeddingBacklogWriter,
} from '@moltnet/database';
import { type Embedder, EmbeddingUnavailableError, passageText } from '@moltnet/embedding';
import { LRUCache } from 'lru-cache';
import { isOfTheText } from './is-of-the-text.ts';
import type { EmbeddingModels } from './models.ts';
import { storeNew, storeQueued, type VectorsByModel } from './store-vectors.ts';

/** What is claimed at once: enough for a full inference batch, little enough to lose in a crash. */
const BATCH = 32;
/** How far the backlog is counted: more is more than anybody waits for. */
const COUNTED = 1_000;
/** A claim that is not finished by then belongs to a process that died. */
const LEASE_MS = 120_000;
/** How often to look for work that another process left or whose time has come. */
const POLL_MS = 1_000;
/** Ids of what was embedded just now, for a create whose wait begins after its vector was written. */
const REMEMBERED = 4_096;
/** How long a model beside the serving one may take for a batch; it gets what it misses later. */
const BESIDE_MS = 10_000;

export interface BacklogLogger {
  warn(fields: object, message: string): void;
}

/**
 * Embeds what was written and not yet embedded, for ever if it must (DESIGN.md, decision 3). The
 * backlog is a table: every process that runs one of these takes from it under a lease.
 */
export class EmbeddingBacklog {
  readonly #db: Database;
  readonly #models: EmbeddingModels;
  readonly #logger: BacklogLogger;
  readonly #waiting = new Map<string, () => void>();
  readonly #embedded = new LRUCache<string, true>({ max: REMEMBERED });
  #wake: () => void = () => {};
  #woken = false;
  #running = false;
  #busy = false;
  /** How many entries were to be embedded when the last batch was begun, those that are done by now not. */
  #ahead = 0;
  /** The batch under way: how many entries, and when it was begun. */
  #underWay = 0;
  #begunAt = 0;
  /** What one of the last batch took. */
  #msPerEntry = 0;
  #ready = false;

  constructor(db: Database, models: EmbeddingModels, logger: BacklogLogger) {
    this.#db = db;
    this.#models = models;
    this.#logger = logger;
  }

  /** There is something to embed. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /**
   * Whether the entry's vectors are written within `patienceMs`; answers at once where this process
   * embeds nothing, the model is not there, or there is more to embed than that time allows: 32
   * clients that each wait 250 ms in vain are 128 creates a second at the most.
   */
  async settled(entryId: string, patienceMs: number): Promise<boolean> {
    if (!this.#running || this.#models.serving.status().status !== 'ok') return false;
    this.wake();
    if (this.#expectedMs() > patienceMs) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.set(entryId, () => resolve(true));
    if (this.#embedded.has(entryId)) resolve(true);
    const timer = setTimeout(() => resolve(false), patienceMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(entryId);
    }
  }

  /** Whether there are new entries to embed, one batch after the other. */
  get busy(): boolean {
    return this.#busy;
  }

  /** How long what is written now will wait for its vectors, at least. */
  #expectedMs(): number {
    const before = Math.max(this.#ahead, this.#waiting.size);
    const byLastBatch = (before + 1) * this.#msPerEntry;
    // Nothing is known before the first batch is done, but how long that has been taking.
    return this.#underWay > 0
      ? Math.max(byLastBatch, performance.now() - this.#begunAt)
      : byLastBatch;
  }

  /** Works until `signal` aborts; the batch under way is given back. */
  async run(signal: AbortSignal): Promise<void> {
    this.#running = true;
    const stop = () => this.wake();
    signal.addEventListener('abort', stop, { once: true });
    while (!signal.aborted) {
      this.#woken = false;
      const worked = await this.#drainBatch(signal);
      this.#busy = worked;
      if (!worked && !signal.aborted) await this.#sleep();
    }
    this.#running = false;
    signal.removeEventListener('abort', stop);
  }

  async #sleep(): Promise<void> {
    if (this.#woken) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, POLL_MS);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  /** Embeds one batch; false where there was nothing to do or nothing could be done. */
  async #drainBatch(signal: AbortSignal): Promise<boolean> {
    const ready = this.#models.serving.status().status === 'ok';
    const appeared = ready && !this.#ready;
    this.#ready = ready;
    if (!ready) return false;
    try {
      // What was put off while the model was away is due now.
      if (appeared) await this.#db.transaction((tx) => embeddingBacklogWriter(tx).retryNow());
      const claims = await this.#db.transaction((tx) =>
        embeddingBacklogWriter(tx).claim({ limit: BATCH, leaseMs: LEASE_MS }),
      );
      // The oldest come first: what is written now is embedded after all that a full batch has left.
      const full = claims.length === BATCH;
      this.#ahead = full ? await embeddingBacklogReader(this.#db).pending(COUNTED) : claims.length;
      if (claims.length === 0) return false;
      this.#busy = true;
      await this.#embed(claims, signal);
      this.#ahead -= claims.length;
      return true;
    } catch (error) {
      this.#logger.warn({ err: error }, 'embedding backlog: will try again');
      return false;
    }
  }

  async #embed(claims: readonly BacklogItem[], signal: AbortSignal): Promise<void> {
    this.#underWay = claims.length;
    this.#begunAt = performance.now();
    try {
      const texts = claims.map((claim) => passageText(claim));
      const { serving, complete, filling } = this.#models;
      const [vectors, beside] = await Promise.all([
        serving.embedPassages(texts, { signal }),
        embedBeside(complete, texts, signal),
      ]);
      const next = filling.map(({ model }) => model);
      await this.#store(claims, new Map([...beside, [serving.model, vectors]]), next);
      this.#msPerEntry = (performance.now() - this.#begunAt) / claims.length;
      // Nobody waits for these any longer: what they fail to get is in the queue.
      for (const [model, chunks] of await embedBeside(filling, texts, signal)) {
        await storeQueued(this.#db, model, claims, chunks);
      }
    } catch (error) {
      const single = claims.length === 1;
      if (single || signal.aborted || !isOfTheText(error)) {
        await this.#giveBack(claims, error, signal);
        return;
      }
      // One text that cannot be embedded must not hold up the others.
      for (const claim of claims) await this.#embed([claim], signal);
    } finally {
      this.#underWay = 0;
    }
  }

  async #store(
    claims: readonly BacklogItem[],
    vectors: VectorsByModel,
    next: readonly string[],
  ): Promise<void> {
    if (!(await storeNew(this.#db, claims, vectors, { models: next, leaseMs: BESIDE_MS }))) {
      await this.#models.refresh();
      throw new EmbeddingUnavailableError('closed', 'the model is in use no longer');
    }
    for (const { entryId } of claims) {
      this.#embedded.set(entryId, true);
      this.#waiting.get(entryId)?.();
    }
  }

  async #giveBack(
    claims: readonly BacklogItem[],
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    if (!signal.aborted) {
      this.#logger.warn({ err: error, entries: claims.length }, 'embedding failed: will try again');
    }
    const reason = error instanceof Error ? error.name : 'unknown';
    await this.#db.transaction(async (tx) => {
      for (const { entryId } of claims) await embeddingBacklogWriter(tx).fail(entryId, reason);
    });
  }
}

/** What the models beside the serving one make of the texts; the queue has what they cannot do now. */
async function embedBeside(
  beside: readonly Embedder[],
  texts: readonly string[],
  signal: AbortSignal,
): Promise<[string, Float32Array[][]][]> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(BESIDE_MS)]);
  const embedded = await Promise.allSettled(
    beside.map(async (embedder) => {
      const vectors = await embedder.embedPassages(texts, { signal: inTime });
      return [embedder.model, vectors] as [string, Float32Array[][]];
    }),
  );
  return embedded.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
