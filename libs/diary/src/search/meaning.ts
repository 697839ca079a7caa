import { type Embedder, EmbeddingUnavailableError } from '@moltnet/embedding';
import type { Background } from './background.ts';
import { parseQuery } from './parse-query.ts';

/** How long a search waits for its query's vector before it goes by words alone. */
const PATIENCE_MS = 2_000;

export interface MeaningDependencies {
  readonly embedder: Embedder;
  readonly background: Background;
}

export interface Meaning {
  /** Which made the vector. */
  readonly model: string;
  readonly queryVector: Float32Array;
  readonly similarityFloor: number;
}

/**
 * What a query means: the vector of what it wants, for the words after a minus would draw it near
 * to what is not wanted. Null where it has no word, undefined where the model cannot tell now.
 */
export async function meaningOf(
  { embedder, background }: MeaningDependencies,
  query: string | undefined,
): Promise<Meaning | null | undefined> {
  const wanted = parseQuery(query ?? '').wanted.replaceAll('"', '');
  if (wanted === '') return null;
  if (embedder.status().status !== 'ok') return undefined;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const queryVector = await embedder.embedQuery(wanted, { signal });
    return {
      model: embedder.model,
      queryVector,
      similarityFloor: await background.floor(queryVector, signal),
    };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    if (late || error instanceof EmbeddingUnavailableError) return undefined;
    throw error;
  }
}
