/**
 * Why there is no vector now:
 * `no-model` the files are not there or do not load · `loading` they are being fetched ·
 * `busy` the queue is full · `timeout` it took too long · `failed` the model refused or broke on
 * this text · `closed` the embedder was closed.
 */
export type UnavailableReason = 'no-model' | 'loading' | 'busy' | 'timeout' | 'failed' | 'closed';

/**
 * A text could not be embedded now. Callers go on without the vector: an entry stays in the
 * backlog, a search ranks by words and says so.
 */
export class EmbeddingUnavailableError extends Error {
  override readonly name = 'EmbeddingUnavailableError';
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
