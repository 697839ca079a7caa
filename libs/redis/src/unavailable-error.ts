/** Redis gave no answer in time, or one that is a refusal; what is asked of it can always be done without. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError';
  /** In a word for the log: `timeout`, `ECONNREFUSED`, `circuit open`. Never a message of Redis: it may quote a key. */
  readonly reason: string;

  constructor(reason: string) {
    super(`Redis does not answer: ${reason}`);
    this.reason = reason;
  }
}
