import { summarise } from './summarise.ts';
import type { Summary } from './summarise.ts';

/** How much work is done: until the operations are done or the time is up, whichever is first. */
export interface Load {
  /** Operations under way at once; each of them starts the next when it is done (a closed loop). */
  readonly concurrency: number;
  readonly operations: number;
  readonly seconds: number;
  /** Done before the clock starts: connections, caches and compiled code are warm then. */
  readonly warmUp: number;
}

/** One run of what is measured; gets its number, from 0, warm-up included, so that no run repeats another. */
export type Operation = (run: number) => Promise<unknown>;

/** A comparison goes back and forth so often: whatever else the machine does then hits both sides. */
const ROUNDS = 5;

/**
 * Runs the operation again and again under a load and times each run.
 *
 * @throws what the operation throws: a figure that has errors in it says nothing
 */
export async function measure(load: Load, operation: Operation): Promise<Summary> {
  const series = new Series(load, operation);
  await series.warmUp();
  await series.run(load.operations, load.seconds);
  return series.summary();
}

/**
 * Measures two operations under the same load, in turns.
 *
 * @returns the summary of each; `load` is what each of them gets
 */
export async function compare(
  load: Load,
  operation: Operation,
  rawOperation: Operation,
): Promise<{ measured: Summary; raw: Summary }> {
  const series = new Series(load, operation);
  const rawSeries = new Series(load, rawOperation);
  await series.warmUp();
  await rawSeries.warmUp();
  for (let round = 0; round < ROUNDS; round += 1) {
    await series.run(Math.ceil(load.operations / ROUNDS), load.seconds / ROUNDS);
    await rawSeries.run(Math.ceil(load.operations / ROUNDS), load.seconds / ROUNDS);
  }
  return { measured: series.summary(), raw: rawSeries.summary() };
}

/** The runs of one operation, numbered through. */
class Series {
  readonly #load: Load;
  readonly #operation: Operation;
  readonly #times: number[] = [];
  #seconds = 0;
  #next = 0;

  constructor(load: Load, operation: Operation) {
    this.#load = load;
    this.#operation = operation;
  }

  async warmUp(): Promise<void> {
    await this.run(this.#load.warmUp, this.#load.seconds);
    this.#times.length = 0;
    this.#seconds = 0;
  }

  /** At least one run. */
  async run(operations: number, seconds: number): Promise<void> {
    const begun = performance.now();
    const deadline = begun + seconds * 1000;
    const end = this.#next + operations;
    const lane = async (): Promise<void> => {
      do {
        if (this.#next >= end) return;
        const run = this.#next;
        this.#next += 1;
        const started = performance.now();
        await this.#operation(run);
        this.#times.push(performance.now() - started);
      } while (performance.now() < deadline);
    };
    await Promise.all(Array.from({ length: this.#load.concurrency }, lane));
    this.#seconds += (performance.now() - begun) / 1000;
  }

  summary(): Summary {
    return summarise(this.#times, this.#seconds);
  }
}
