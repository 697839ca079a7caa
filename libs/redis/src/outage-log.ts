/** What an outage is told to; pino's loggers are such. */
export interface OutageLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Between two warnings of one process, however often Redis comes and goes. Milliseconds. */
const WARN_EVERY_MS = 30_000;

/** Says that Redis is gone, and that it is back: a few lines an outage, not one a request. */
export class OutageLog {
  readonly #logger: OutageLogger;
  readonly #now: () => number;
  #failures = 0;
  #warnedAt = -Infinity;
  #told = false;

  constructor(logger: OutageLogger, now: () => number = Date.now) {
    this.#logger = logger;
    this.#now = now;
  }

  failed(reason: string): void {
    this.#failures += 1;
    const now = this.#now();
    if (now - this.#warnedAt < WARN_EVERY_MS) return;
    this.#warnedAt = now;
    this.#told = true;
    this.#logger.warn({ reason, failures: this.#failures }, 'redis does not answer');
  }

  succeeded(): void {
    if (this.#failures === 0) return;
    if (this.#told) this.#logger.info({ failures: this.#failures }, 'redis answers again');
    this.#failures = 0;
    this.#told = false;
  }
}
