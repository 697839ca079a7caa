/** When a circuit opens and how long it stays open; times in milliseconds. */
export interface CircuitOptions {
  /** Failures in a row that open it. */
  readonly threshold: number;
  /** How long callers are refused before one of them may try again. */
  readonly openMs: number;
  readonly now?: () => number;
}

/**
 * Counts the failures in a row of one upstream. While it is open, callers are refused at once in
 * place of each waiting for its own timeout; after `openMs` one caller is let through as a probe,
 * and its success closes the circuit.
 */
export class Circuit {
  readonly #threshold: number;
  readonly #openMs: number;
  readonly #now: () => number;
  #failures = 0;
  #openUntil = 0;

  constructor(options: CircuitOptions) {
    this.#threshold = options.threshold;
    this.#openMs = options.openMs;
    this.#now = options.now ?? Date.now;
  }

  /** Whether a call may be made now. The first call after the open time is the probe: it keeps the others out until it has ended or the open time has passed again. */
  admits(): boolean {
    if (this.#failures < this.#threshold) return true;
    const now = this.#now();
    if (now < this.#openUntil) return false;
    this.#openUntil = now + this.#openMs;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures >= this.#threshold) this.#openUntil = this.#now() + this.#openMs;
  }

  /** Seconds, rounded up, until a caller may try again. */
  get retryAfter(): number {
    return Math.max(1, Math.ceil((this.#openUntil - this.#now()) / 1000));
  }
}
