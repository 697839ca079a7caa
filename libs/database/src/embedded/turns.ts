/** Whoever waits for, or has, the one session. */
export type Waiter = object;

/**
 * Gives one thing to one holder at a time, first come, first served.
 */
export class Turns {
  #holder: Waiter | undefined;
  #queue: { readonly waiter: Waiter; readonly begin: () => void }[] = [];

  /** Resolves when it is `waiter`'s turn; at once when it already is. */
  async take(waiter: Waiter): Promise<void> {
    if (this.#holder === waiter) return;
    if (this.#holder === undefined) {
      this.#holder = waiter;
      return;
    }
    await new Promise<void>((begin) => {
      this.#queue.push({ waiter, begin });
    });
  }

  /** Ends the turn of `waiter`, if it is its turn. */
  end(waiter: Waiter): void {
    if (this.#holder !== waiter) return;
    const next = this.#queue.shift();
    this.#holder = next?.waiter;
    next?.begin();
  }

  isHolder(waiter: Waiter): boolean {
    return this.#holder === waiter;
  }
}
