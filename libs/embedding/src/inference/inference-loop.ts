import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Reply, Request, TextKind } from '../protocol.ts';
import { batchesByLength } from './batching.ts';
import type { TextModel } from './text-model.ts';

/** Characters of passages that are tokenised and sorted together; a longer text is taken alone. */
const WINDOW_CHARACTERS = 20_000;

interface Job {
  readonly id: number;
  readonly kind: TextKind;
  readonly texts: readonly string[];
  readonly vectors: Float32Array<ArrayBuffer>[][];
  /** Sequences that have no vector yet. */
  left: number;
  /** Cancelled or failed: what is left of it is not computed. */
  dropped: boolean;
}

/** One run's worth of a text: whose it is, and where its vector goes. */
interface Sequence {
  readonly job: Job;
  readonly text: number;
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
  readonly #waiting: Record<TextKind, Job[]> = { query: [], passage: [] };
  readonly #batches: Record<TextKind, Sequence[][]> = { query: [], passage: [] };
  #running = false;

  constructor(model: TextModel, reply: (reply: Reply) => void) {
    this.#model = model;
    this.#reply = reply;
  }

  accept(request: Request): void {
    if (request.type === 'cancel') {
      const job = this.#jobs.get(request.id);
      if (job !== undefined) this.#drop(job);
      return;
    }
    const { id, kind, texts } = request;
    const job: Job = { id, kind, texts, vectors: texts.map(() => []), left: 0, dropped: false };
    this.#jobs.set(id, job);
    this.#waiting[kind].push(job);
    if (!this.#running) void this.#run();
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
      this.#batches[kind] = batchesByLength(
        this.#takeWindow(kind).flatMap((job) => this.#cut(job)),
      );
    }
    return this.#batches[kind].shift();
  }

  /** The oldest jobs up to the window's size, at least one. */
  #takeWindow(kind: TextKind): Job[] {
    const waiting = this.#waiting[kind];
    let characters = 0;
    const end = waiting.findIndex((job) => {
      characters += job.texts.reduce((sum, text) => sum + text.length, 0);
      return characters > WINDOW_CHARACTERS;
    });
    return waiting.splice(0, end === -1 ? waiting.length : Math.max(end, 1));
  }

  #cut(job: Job): Sequence[] {
    if (job.dropped) return [];
    try {
      const sequences = job.texts.flatMap((content, text) => {
        const chunks = this.#model.sequencesOf(job.kind, content);
        // A query is one vector: what exceeds the model's limit is not searched for.
        return (job.kind === 'query' ? chunks.slice(0, 1) : chunks).map((tokens, chunk) => ({
          job,
          text,
          chunk,
          tokens,
        }));
      });
      job.left = sequences.length;
      if (job.left === 0) this.#finish(job);
      return sequences;
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
