import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The model, by its name on the Hugging Face hub: e5-small-v2 (arXiv 2212.03533) exported to ONNX. */
export const EMBEDDING_MODEL = 'Xenova/e5-small-v2';

/** Length of each vector. */
export const EMBEDDING_DIMENSIONS = 384;

/** What must lie in `<model dir>/<EMBEDDING_MODEL>/`; the graph is the int8 one (`dtype: 'q8'`). */
export const MODEL_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'onnx/model_quantized.onnx',
] as const;

/**
 * The first of MODEL_FILES that `modelDir` lacks, or undefined when all are there.
 * Empty files count as lacking: a copy that has only begun.
 */
export async function missingModelFile(modelDir: string): Promise<string | undefined> {
  for (const file of MODEL_FILES) {
    const size = await stat(join(modelDir, EMBEDDING_MODEL, file)).then(
      (stats) => stats.size,
      () => 0,
    );
    if (size === 0) return file;
  }
  return undefined;
}
