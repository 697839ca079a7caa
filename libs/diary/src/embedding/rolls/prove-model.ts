import { setTimeout as sleep } from 'node:timers/promises';
import { createEmbedder } from '@moltnet/embedding';
import type { EmbeddingModelsOptions } from '../models.ts';
import { RollRefusedError } from './roll-refused.ts';

/** A download of 120 MB on a bad line. */
const WITHIN_MS = 15 * 60_000;
const LOOK_MS = 50;

const silent = { info: () => undefined, warn: () => undefined };

/**
 * Loads a model as the workers will, after a download where that is allowed.
 * @throws {RollRefusedError} where it is not there, does not load, or its vectors do not fit
 */
export async function proveModel(model: string, options: EmbeddingModelsOptions): Promise<void> {
  const embedder = createEmbedder({ ...options, model, logger: silent });
  try {
    const deadline = Date.now() + WITHIN_MS;
    while (embedder.status().status === 'loading' && Date.now() < deadline) await sleep(LOOK_MS);
    const { status, error = 'it did not load in time' } = embedder.status();
    if (status !== 'ok') throw new RollRefusedError(error);
  } finally {
    await embedder.close();
  }
}
