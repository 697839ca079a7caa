import { availableParallelism } from 'node:os';

import { LRUCache } from 'lru-cache';

import { JobQueue } from './job-queue.ts';
import { EMBEDDING_MODEL } from './model-files.ts';
import { ModelKeeper } from './model-keeper.ts';
import type { EmbedderStatus, EmbeddingLogger } from './model-keeper.ts';

/** 1.5 KB a vector. Agents repeat their questions, and a page of results asks the same one again. */
const CACHED_QUERIES = 1_000;

export interface EmbedderOptions {
  /** A model of the E5 family with EMBEDDING_DIMENSIONS, by its name on the hub; else EMBEDDING_MODEL. */
  readonly model?: string | undefined;
  /** Holds `<model>/…` as transformers.js lays it out; downloads go there too. */
  readonly modelDir: string;
  /** Whether a model that is not in `modelDir` is fetched from the Hugging Face hub. */
  readonly allowDownload: boolean;
  /** Threads of inference; by default one less than the cores there are, for the event loop's sake. */
  readonly threads?: number | undefined;
  readonly logger: EmbeddingLogger;
}

export interface EmbedOptions {
  /** Gives the text up; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Text to vectors of EMBEDDING_DIMENSIONS, L2-normalised, so that a dot product is a cosine. */
export interface Embedder {
  /** Name of the model, to be stored beside its vectors: those of two models do not compare. */
  readonly model: string;
  status(): EmbedderStatus;
  /**
   * The vector to search with; goes before all passages. Throws EmbeddingUnavailableError when no
   * model is there, the queue is full or no answer came within 10 s.
   */
  embedQuery(text: string, options?: EmbedOptions): Promise<Float32Array>;
  /**
   * For each text its chunks' vectors in order, at least one; a text of up to about 500 tokens is
   * one chunk. Has no time limit of its own: pass a signal. Throws EmbeddingUnavailableError as
   * embedQuery does; then none of the texts is embedded.
   */
  embedPassages(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[][]>;
  /** Ends the worker thread; what is waiting is refused. */
  close(): Promise<void>;
}

/** Starts looking for the model at once and returns; `status()` tells when it is ready. */
export function createEmbedder(options: EmbedderOptions): Embedder {
  const queue = new JobQueue();
  const model = options.model ?? EMBEDDING_MODEL;
  const settings = {
    model,
    modelDir: options.modelDir,
    allowDownload: options.allowDownload,
    threads: options.threads ?? Math.max(1, availableParallelism() - 1),
  };
  const keeper = new ModelKeeper(workerEntry(), settings, queue, options.logger);
  const cache = new LRUCache<string, Float32Array>({ max: CACHED_QUERIES });

  return {
    model,
    status: () => keeper.status,
    embedQuery: async (text, { signal } = {}) => {
      const known = cache.get(text);
      if (known !== undefined) return known.slice();
      keeper.requireHope();
      const [vectors] = await queue.submit('query', [text], signal);
      const vector = vectors![0]!;
      cache.set(text, vector.slice());
      return vector;
    },
    embedPassages: async (texts, { signal } = {}) => {
      if (texts.length === 0) return [];
      keeper.requireHope();
      return await queue.submit('passage', texts, signal);
    },
    close: () => keeper.close(),
  };
}

/** The worker's file beside this one: TypeScript in development, `embedding-worker.js` beside a bundle. */
function workerEntry(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./embedding-worker.${extension}`, import.meta.url);
}
