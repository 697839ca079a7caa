import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BacklogItem,
  type Database,
  embeddingModelReader,
  type EmbeddingModelRecord,
  embeddingModelWriter,
  embeddingRollQueueWriter,
  withEmbeddingIndexes,
} from '@moltnet/database';
import { type Embedder, passageText } from '@moltnet/embedding';
import type { EmbeddingBacklog } from './backlog.ts';
import { isOfTheText } from './is-of-the-text.ts';
import type { EmbeddingModels } from './models.ts';
import { storeQueued } from './store-vectors.ts';

/** What is claimed at once: little, so that a new entry never waits long behind it. */
const BATCH = 8;
/** A claim that is not finished by then belongs to a process that died; the longest texts take 50 s. */
const LEASE_MS = 60_000;
/** Entries that the walk looks at in one transaction: some milliseconds. */
const WALKED_AT_ONCE = 500;
/** Entries whose vectors are dropped in one transaction. */
const DROPPED_AT_ONCE = 200;
/**
 * How long a batch waits while new entries are embedded, as a multiple of what the last one took:
 * they go first, but where they never end a roll goes on all the same, in a fifth of the time.
 */
const YIELD = 4;
/** At the most, and before anything is known. */
const LONGEST_YIELD_MS = 5_000;
/** Between two steps, so that requests have database and processor to themselves in between. */
const PAUSE_MS = 20;
/** How often to look whether there is anything to do. */
const POLL_MS = 1_000;

export interface RollLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * Does what the roles of the models ask for (docs/operate/embeddings.md): builds the indexes of a
 * target, embeds with it what there is, embeds what another model has embedded alone, removes what
 * is dropped. All of it is in the database, step by step: any process goes on where one was killed,
 * and several share the work. New entries go first.
 */
export class EmbeddingRoll {
  readonly #db: Database;
  readonly #models: EmbeddingModels;
  readonly #backlog: Pick<EmbeddingBacklog, 'busy'>;
  readonly #logger: RollLogger;
  #lastBatchMs = LONGEST_YIELD_MS;

  constructor(
    db: Database,
    models: EmbeddingModels,
    backlog: Pick<EmbeddingBacklog, 'busy'>,
    logger: RollLogger,
  ) {
    this.#db = db;
    this.#models = models;
    this.#backlog = backlog;
    this.#logger = logger;
  }

  /** Works until `signal` aborts; the batch under way is given back. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let worked = false;
      try {
        worked = await this.#step(signal);
      } catch (error) {
        if (!signal.aborted) this.#logger.warn({ err: error }, 'embedding roll: will try again');
      }
      const pause = worked ? PAUSE_MS : POLL_MS;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  async #step(signal: AbortSignal): Promise<boolean> {
    const records = await embeddingModelReader(this.#db).all();
    let worked = false;
    for (const record of records) {
      if (record.role === 'dropping') worked = (await this.#drop(record, signal)) || worked;
      else if (record.role === 'target' && !record.indexed) await this.#index(signal);
      else worked = (await this.#fill(record, signal)) || worked;
    }
    return worked;
  }

  /** Gives the target and the serving model an index each; that of all models would mix them. */
  async #index(signal: AbortSignal): Promise<void> {
    await withEmbeddingIndexes(this.#db, signal, async (indexes) => {
      const records = await embeddingModelReader(this.#db).all();
      const two = records.filter(({ role }) => role === 'serving' || role === 'target');
      if (two.length < 2 || two.every(({ indexed }) => indexed)) return;
      for (const record of two) {
        this.#logger.info({ model: record.model }, 'embedding roll: building an index');
        await indexes.build(record);
      }
      await indexes.dropShared();
      await this.#db.transaction(async (tx) => {
        const writer = embeddingModelWriter(tx);
        // Who writes vectors now does not know yet that it has to queue for the target; the walk,
        // which begins after this, sees what it has written.
        await writer.lockRoles();
        for (const { model } of two) await writer.setIndexed(model, true);
      });
    });
  }

  async #drop({ id, model, indexed }: EmbeddingModelRecord, signal: AbortSignal): Promise<boolean> {
    if (!indexed) {
      return this.#db.transaction((tx) => embeddingModelWriter(tx).drop(model, DROPPED_AT_ONCE));
    }
    // The index first: as long as it is there, each vector that is removed leaves a gap to mend.
    return withEmbeddingIndexes(this.#db, signal, async (indexes) => {
      await indexes.drop(id);
      await this.#db.transaction((tx) => embeddingModelWriter(tx).setIndexed(model, false));
    });
  }

  /** Embeds a few of what waits for the model; where little waits, queues more of what it lacks. */
  async #fill(record: EmbeddingModelRecord, signal: AbortSignal): Promise<boolean> {
    const { model } = record;
    const embedder = this.#models.find(model);
    if (embedder?.status().status !== 'ok') return false;
    await this.#letNewOnesPass(signal);
    const claims = await this.#db.transaction((tx) =>
      embeddingRollQueueWriter(tx).claim(model, { limit: BATCH, leaseMs: LEASE_MS }),
    );
    const walking = record.indexed && record.walkedAt === null;
    let walked = false;
    if (walking && claims.length < BATCH) {
      walked = await this.#db.transaction((tx) =>
        embeddingModelWriter(tx).walk(model, WALKED_AT_ONCE),
      );
    }
    if (claims.length > 0) {
      const begunAt = performance.now();
      await this.#embed(embedder, claims, signal);
      this.#lastBatchMs = performance.now() - begunAt;
    }
    return walked || claims.length > 0;
  }

  async #letNewOnesPass(signal: AbortSignal): Promise<void> {
    const until = performance.now() + Math.min(this.#lastBatchMs * YIELD, LONGEST_YIELD_MS);
    while (this.#backlog.busy && performance.now() < until && !signal.aborted) {
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #embed(embedder: Embedder, claims: readonly BacklogItem[], signal: AbortSignal) {
    const { model } = embedder;
    const ids = claims.map(({ entryId }) => entryId);
    let vectors: Float32Array[][];
    try {
      const texts = claims.map((claim) => passageText(claim));
      vectors = await embedder.embedPassages(texts, { signal });
    } catch (error) {
      if (signal.aborted || !isOfTheText(error)) {
        await this.#db.transaction((tx) => embeddingRollQueueWriter(tx).release(model, ids));
      } else if (claims.length === 1) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#logger.warn(
          { err: error, model, entryId: ids[0] },
          'embedding roll: an entry failed',
        );
        await this.#db.transaction((tx) => embeddingRollQueueWriter(tx).fail(model, ids, reason));
      } else {
        // One text that cannot be embedded must not hold up the others.
        for (const claim of claims) await this.#embed(embedder, [claim], signal);
      }
      return;
    }
    await storeQueued(this.#db, model, claims, vectors);
  }
}
