import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Database,
  embeddingModelReader,
  type EmbeddingModelRecord,
  embeddingReportWriter,
} from '@moltnet/database';
import {
  createEmbedder,
  type Embedder,
  type EmbedderOptions,
  type EmbeddingLogger,
} from '@moltnet/embedding';

/** How soon a process hears of a roll, a switch and a drop. */
const POLL_MS = 1_000;
/** How often it says how its models are, while there is more than one. */
const REPORT_MS = 5_000;

export type EmbeddingModelsOptions = Omit<EmbedderOptions, 'model' | 'logger'>;

/**
 * The models that a process embeds with: one for every model of which the database is to have
 * vectors. Which of them serves is a fact of the database, never of a process (docs/operate/
 * embeddings.md); here is what it was a second ago, and each statement that needs it asks again.
 */
export class EmbeddingModels {
  readonly #db: Database;
  readonly #options: EmbeddingModelsOptions;
  readonly #logger: EmbeddingLogger;
  readonly #process = `${hostname()}-${process.pid}`;
  readonly #embedders = new Map<string, Embedder>();
  readonly #closing = new Set<Promise<void>>();
  #records: readonly EmbeddingModelRecord[] = [];
  #reportedAt = -Infinity;
  #refreshing: Promise<void> | undefined;

  /** Reads which models there are, and begins to load them. */
  static async open(
    db: Database,
    options: EmbeddingModelsOptions,
    logger: EmbeddingLogger,
  ): Promise<EmbeddingModels> {
    const models = new EmbeddingModels(db, options, logger);
    await models.refresh();
    return models;
  }

  private constructor(db: Database, options: EmbeddingModelsOptions, logger: EmbeddingLogger) {
    this.#db = db;
    this.#options = options;
    this.#logger = logger;
  }

  /** What queries are embedded with. */
  get serving(): Embedder {
    return this.#of(({ role }) => role === 'serving')[0]!;
  }

  /** What a new entry is embedded with at the same time: those that have all there is. */
  get complete(): Embedder[] {
    return this.#loaded(({ role, walkedAt }) => role !== 'serving' && walkedAt !== null);
  }

  /** What a new entry is embedded with right after: those that are being filled. */
  get filling(): Embedder[] {
    return this.#loaded(
      ({ role, indexed, walkedAt }) => role !== 'serving' && indexed && walkedAt === null,
    );
  }

  /** A model of which the database is to have vectors. */
  find(model: string): Embedder | undefined {
    return this.#embedders.get(model);
  }

  /** Whether all entries have vectors of it that may be searched: it serves, or did until lately. */
  isWhole(model: string): boolean {
    return this.#records.some(
      (record) => record.model === model && ['serving', 'previous'].includes(record.role),
    );
  }

  /** Asks the database again; calls at the same time share one question. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Keeps up with the database until `signal` aborts; while it is away, with what it said last. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.refresh();
      } catch (error) {
        this.#logger.warn({ err: error }, 'embedding models: will ask again');
      }
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    for (const embedder of this.#embedders.values()) this.#end(embedder);
    await Promise.all(this.#closing);
  }

  #of(wanted: (record: EmbeddingModelRecord) => boolean): Embedder[] {
    return this.#records.filter(wanted).flatMap(({ model }) => this.#embedders.get(model) ?? []);
  }

  #loaded(wanted: (record: EmbeddingModelRecord) => boolean): Embedder[] {
    return this.#of(wanted).filter((embedder) => embedder.status().status === 'ok');
  }

  async #refresh(): Promise<void> {
    const all = await embeddingModelReader(this.#db).all();
    const records = all.filter(({ role }) => role !== 'dropping');
    if (records[0]?.role !== 'serving') throw new Error('no embedding model serves');
    for (const { model } of records) {
      if (this.#embedders.has(model)) continue;
      const settings = { ...this.#options, model, logger: this.#logger };
      this.#embedders.set(model, createEmbedder(settings));
    }
    this.#records = records;
    for (const [model, embedder] of this.#embedders) {
      if (records.some((record) => record.model === model)) continue;
      this.#embedders.delete(model);
      this.#end(embedder);
    }
    if (records.length > 1) await this.#report();
  }

  async #report(): Promise<void> {
    if (performance.now() - this.#reportedAt < REPORT_MS) return;
    this.#reportedAt = performance.now();
    const models = Array.from(this.#embedders.values(), (embedder) => {
      const { status, error = null } = embedder.status();
      return { model: embedder.model, status, error };
    });
    await this.#db.transaction((tx) => embeddingReportWriter(tx).replace(this.#process, models));
  }

  #end(embedder: Embedder): void {
    const closed = embedder.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}
