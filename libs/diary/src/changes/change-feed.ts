import { setTimeout as sleep } from 'node:timers/promises';
import { type ChangeRecord, type Database, changeReader, changeWriter } from '@moltnet/database';

/** How often it looks while somebody listens, and while nobody does. */
const LISTENING_MS = 250;
const IDLE_MS = 1_000;
/** Changes numbered or read at once. */
const BATCH = 500;

export type ChangeListener = (changes: readonly ChangeRecord[]) => void;

export interface ChangeFeedLogger {
  warn(fields: object, message: string): void;
}

/**
 * The one place of a process that looks for changes, for all that follow them: it numbers what has
 * committed and hands the numbered on, in order, each once. By asking, since embedded Postgres has
 * no LISTEN: one small query a second, four while somebody listens.
 */
export class ChangeFeed {
  readonly #db: Database;
  readonly #logger: ChangeFeedLogger;
  readonly #listeners = new Set<ChangeListener>();
  #head: number | undefined;
  #wake = new AbortController();

  constructor(db: Database, logger: ChangeFeedLogger) {
    this.#db = db;
    this.#logger = logger;
  }

  /** The last number that was handed on; undefined before the first look. */
  get head(): number | undefined {
    return this.#head;
  }

  /** Hears of every change after `head`, from now on. @returns stops it */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    this.#wake.abort();
    return () => this.#listeners.delete(listener);
  }

  /** Looks until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    let failing = false;
    while (!signal.aborted) {
      try {
        await this.#look();
        failing = false;
      } catch (error) {
        if (!failing) this.#logger.warn({ err: error }, 'changes are not seen: will try again');
        failing = true;
      }
      await this.#pause(signal);
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const pause = this.#listeners.size > 0 ? LISTENING_MS : IDLE_MS;
    this.#wake = new AbortController();
    const either = AbortSignal.any([signal, this.#wake.signal]);
    await sleep(pause, undefined, { signal: either, ref: false }).catch(() => undefined);
  }

  async #look(): Promise<void> {
    const reader = changeReader(this.#db);
    let { lastSeq, waiting } = await reader.numbers();
    while (waiting) {
      const count = await this.#db.transaction((tx) => changeWriter(tx).number(BATCH));
      waiting = count === BATCH;
      if (!waiting) ({ lastSeq } = await reader.numbers());
    }
    this.#head ??= lastSeq;
    while (this.#head < lastSeq) {
      if (this.#listeners.size === 0) {
        this.#head = lastSeq;
        return;
      }
      const changes = await reader.list({ after: this.#head, upTo: lastSeq, limit: BATCH });
      this.#head = changes.at(-1)?.seq ?? lastSeq;
      for (const listener of this.#listeners) listener(changes);
    }
  }
}
