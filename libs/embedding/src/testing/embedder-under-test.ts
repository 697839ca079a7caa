import type { Embedder } from '../embedder.ts';
import type { EmbeddingLogger } from '../model-keeper.ts';

/** Keeps what was logged, for tests that read it. */
export function recordingLogger(): EmbeddingLogger & { readonly lines: string[] } {
  const lines: string[] = [];
  const log = (_details: object, message: string): void => {
    lines.push(message);
  };
  return { lines, info: log, warn: log };
}

/** Waits until the embedder has that status; throws after 25 seconds, with what it says instead. */
export async function untilStatus(
  embedder: Pick<Embedder, 'status'>,
  wanted: string,
): Promise<void> {
  const deadline = Date.now() + 25_000;
  while (embedder.status().status !== wanted) {
    if (Date.now() > deadline) {
      throw new Error(`not ${wanted} within 25 s but ${JSON.stringify(embedder.status())}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

/** Cosine of two L2-normalised vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
