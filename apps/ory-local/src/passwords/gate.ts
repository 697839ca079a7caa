/** Lets so many in at once and so many wait. */
export class Gate {
  readonly #limits: { running: number; waiting: number };
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(limits: { running: number; waiting: number }) {
    this.#limits = limits;
  }

  /** What `work` gives; undefined, without running it, when too many wait already. */
  async enter<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#running >= this.#limits.running) {
      if (this.#queue.length >= this.#limits.waiting) return undefined;
      // The one that ends hands its place over, so nobody overtakes.
      await new Promise<void>((admitted) => this.#queue.push(admitted));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
