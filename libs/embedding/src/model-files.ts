import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The model that a new database begins with, by its name on the Hugging Face hub: e5-small-v2
 * (arXiv 2212.03533) exported to ONNX.
 */
export const EMBEDDING_MODEL = 'Xenova/e5-small-v2';

/** Length of each vector. */
export const EMBEDDING_DIMENSIONS = 384;

/** What must lie in `<model dir>/<model>/`; the graph is the int8 one (`dtype: 'q8'`). */
export const MODEL_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'onnx/model_quantized.onnx',
] as const;

/** Of an owner or a model: it begins with a letter or a digit. */
const NAME = /^[a-z0-9][\w.-]*$/i;

/**
 * Whether a model, `owner/name`, is of the E5 family: E5 is a part of its name. Texts are put to a
 * model with E5's prefixes and its answer is pooled as E5's is; another family would take them, and
 * rank badly without a word.
 */
export function isE5Name(model: string): boolean {
  const [owner = '', name = '', ...rest] = model.split('/');
  return (
    model.length <= 100 &&
    rest.length === 0 &&
    NAME.test(owner) &&
    NAME.test(name) &&
    name.toLowerCase().split('-').includes('e5')
  );
}

/**
 * The first of MODEL_FILES that `model` lacks in `modelDir`, or undefined when all are there.
 * Empty files count as lacking: a copy that has only begun.
 */
export async function missingModelFile(
  modelDir: string,
  model: string,
): Promise<string | undefined> {
  for (const file of MODEL_FILES) {
    const size = await stat(join(modelDir, model, file)).then(
      (stats) => stats.size,
      () => 0,
    );
    if (size === 0) return file;
  }
  return undefined;
}
