import { setImmediate as nextTurn } from 'node:timers/promises';

import type { EmbedRequest, Reply, TextKind } from '../protocol.ts';
import { batchesByLength } from './batching.ts';
import type { TextModel } from './text-model.ts';

/**
 * Characters of texts that are tokenised and sorted together; a longer text is taken alone. Bounds
 * how long tokenising keeps a query waiting: 100,000 characters take 30 ms.
 */
const WINDOW_CHARACTERS = 20_000;

interface Job {
  readonly id: number;
  readonly kind: TextKind;
  readonly texts: readonly string[];
  readonly vectors: Float32Array<ArrayBuffer>[][];
  /** Texts that are not cut into sequences yet, and sequences that have no vector yet. */
  left: number;
  /** Cancelled or failed: what is left of it is not computed. */
  dropped: boolean;
}

/** One text of a job, by its index. */
interface Part {
  readonly job: Job;
  readonly text: number;
}

/** What the model reads at once of a text. */
interface Sequence extends Part {
  readonly chunk: number;
  readonly tokens: readonly number[];
}

/**
 * Runs the model over what is asked for, one batch at a time. Queries that arrive while passages
 * are worked on go before the next batch, for a person waits for them; passages of several jobs
 * share batches.
 */
export class InferenceLoop {
  readonly #model: TextModel;
  readonly #reply: (reply: Reply) => void;
  readonly #jobs = new Map<number, Job>();
  readonly #waiting: Record<TextKind, Part[]> = { query: [], passage: [] };
  readonly #batches: Record<TextKind, Sequence[][]> = { query: [], passage: [] };
  #running = false;

  constructor(model: TextModel, reply: (reply: Reply) => void) {
    this.#model = model;
    this.#reply = reply;
  }

  embed({ id, kind, texts }: EmbedRequest): void {
    const job = {
      id,
      kind,
      texts,
      vectors: texts.map(() => []),
      left: texts.length,
      dropped: false,
    };
    this.#jobs.set(id, job);
    for (const text of texts.keys()) this.#waiting[kind].push({ job, text });
    if (!this.#running) void this.#run();
  }

  cancel(id: number): void {
    const job = this.#jobs.get(id);
    if (job !== undefined) this.#drop(job);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (;;) {
      // The runtime computes on this thread: without a turn of its loop, no query or cancellation gets in.
      await nextTurn();
      const batch = this.#nextBatch('query') ?? this.#nextBatch('passage');
      if (batch === undefined) break;
      await this.#compute(batch.filter(({ job }) => !job.dropped));
    }
    this.#running = false;
  }

  #nextBatch(kind: TextKind): Sequence[] | undefined {
    while (this.#batches[kind].length === 0 && this.#waiting[kind].length > 0) {
      const window = this.#takeWindow(kind).flatMap((part) => this.#cut(part));
      this.#batches[kind] = batchesByLength(window);
    }
    return this.#batches[kind].shift();
  }

  /** The oldest texts up to the window's size, at least one. */
  #takeWindow(kind: TextKind): Part[] {
    const waiting = this.#waiting[kind];
    let characters = 0;
    const end = waiting.findIndex(({ job, text }) => {
      characters += job.texts[text]!.length;
      return characters > WINDOW_CHARACTERS;
    });
    return waiting.splice(0, end === -1 ? waiting.length : Math.max(end, 1));
  }

  #cut({ job, text }: Part): Sequence[] {
    if (job.dropped) return [];
    try {
      const chunks = this.#model.sequencesOf(job.kind, job.texts[text]!);
      // A query is one vector: what exceeds the model's limit is not searched for.
      const kept = job.kind === 'query' ? chunks.slice(0, 1) : chunks;
      job.left += kept.length - 1;
      return kept.map((tokens, chunk) => ({ job, text, chunk, tokens }));
    } catch (error) {
      this.#fail(job, error);
      return [];
    }
  }

  async #compute(sequences: readonly Sequence[]): Promise<void> {
    if (sequences.length === 0) return;
    try {
      const vectors = await this.#model.embed(sequences.map(({ tokens }) => tokens));
      this.#reply({ type: 'progress' });
      for (const [index, { job, text, chunk }] of sequences.entries()) {
        job.vectors[text]![chunk] = vectors[index]!;
        job.left -= 1;
        if (job.left === 0) this.#finish(job);
      }
    } catch (error) {
      for (const job of new Set(sequences.map((sequence) => sequence.job))) this.#fail(job, error);
    }
  }

  #finish(job: Job): void {
    this.#jobs.delete(job.id);
    this.#reply({ type: 'done', id: job.id, vectors: job.vectors });
  }

  #fail(job: Job, error: unknown): void {
    this.#drop(job);
    this.#reply({
      type: 'failed',
      id: job.id,
      message: error instanceof Error ? error.message : String(error),
    });
  }

  #drop(job: Job): void {
    job.dropped = true;
    this.#jobs.delete(job.id);
  }
}
