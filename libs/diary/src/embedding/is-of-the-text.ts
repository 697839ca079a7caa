import { EmbeddingUnavailableError } from '@moltnet/embedding';

/** Whether one text made the batch fail, rather than the model being away or busy. */
export function isOfTheText(error: unknown): boolean {
  return !(error instanceof EmbeddingUnavailableError) || error.reason === 'failed';
}
