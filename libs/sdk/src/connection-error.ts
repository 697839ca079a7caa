/** No usable answer came back: nothing listens, the line broke, it took too long, or it is no API. */
export class MoltNetConnectionError extends Error {
  override readonly name = 'MoltNetConnectionError';
  /** Whether the time ran out; then the request may or may not have been carried out. */
  readonly timedOut: boolean;

  constructor(message: string, options: { cause?: unknown; timedOut?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.timedOut = options.timedOut ?? false;
  }
}
