import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { EMBEDDING_MODEL, missingModelFile } from '../model-files.ts';
import { fullShapeGraph } from './full-shape-graph.ts';
import { FULL_SHAPE, modelConfig } from './model-config.ts';
import { smallGraph } from './small-graph.ts';
import { tokenizerFiles } from './tokenizer-files.ts';

/** `small` ranks by stems and concepts; `full-shape` costs what e5-small-v2 costs and means nothing. */
export type ModelKind = 'small' | 'full-shape';

const SEED = 20_261_120;

/** A model beside EMBEDDING_MODEL with other weights, and one whose vectors are too long. */
export const OTHER_MODEL = 'test/e5-other-weights';
export const WIDE_MODEL = 'test/e5-wide';
const WIDE = 768;

const CACHE_DIR = fileURLToPath(new URL('../../node_modules/.cache/models', import.meta.url));

/** The sources that decide what a model is made of; the cache is keyed by them. */
const SOURCES = [
  './full-shape-graph.ts',
  './model-config.ts',
  './model-dir.ts',
  './onnx/graph-builder.ts',
  './onnx/schema.ts',
  './random.ts',
  './small-graph.ts',
  './tokenizer-files.ts',
  './vocabulary/inflections.ts',
  './vocabulary/vocabulary.ts',
  './vocabulary/words.ts',
] as const;

/**
 * A directory for EMBEDDING_MODEL_DIR that holds the small test model. Made on first use, in about
 * two seconds, and kept under node_modules/.cache; safe to call from several processes at once.
 */
export function testModelDir(): Promise<string> {
  return cached('small', (modelDir) => writeModel('small', modelDir));
}

/** The same with e5-small-v2's full shape and random weights, for measuring. */
export function fullShapeModelDir(): Promise<string> {
  return cached('full-shape', (modelDir) => writeModel('full-shape', modelDir));
}

/**
 * A directory with three small models: EMBEDDING_MODEL, OTHER_MODEL, for which texts are as near to
 * each other and no vector is like one of the first, and WIDE_MODEL, which cannot be used.
 */
export function testModelsDir(): Promise<string> {
  return cached('several', async (modelDir) => {
    await writeModel('small', modelDir);
    await writeModel('small', modelDir, { model: OTHER_MODEL, seed: SEED + 1 });
    await writeModel('small', modelDir, { model: WIDE_MODEL, width: WIDE });
  });
}

export interface WrittenModel {
  readonly model?: string | undefined;
  /** Of its weights. */
  readonly seed?: number | undefined;
  /** Dimensions of the vectors of a small one. */
  readonly width?: number | undefined;
}

/** Writes a model into `modelDir`, laid out as transformers.js looks for it: `<modelDir>/Xenova/e5-small-v2/…`. */
export async function writeModel(
  kind: ModelKind,
  modelDir: string,
  { model = EMBEDDING_MODEL, seed = SEED, width }: WrittenModel = {},
): Promise<void> {
  const directory = join(modelDir, model);
  await mkdir(join(directory, 'onnx'), { recursive: true });
  const files = {
    'config.json': modelConfig(kind === 'small' ? 0 : FULL_SHAPE.layers),
    ...tokenizerFiles(),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, name), JSON.stringify(content));
  }
  const graph = kind === 'small' ? smallGraph(seed, width) : fullShapeGraph(seed);
  await writeFile(join(directory, 'onnx/model_quantized.onnx'), graph);
}

async function cached(kind: string, write: (modelDir: string) => Promise<void>): Promise<string> {
  const modelDir = join(CACHE_DIR, `${kind}-${await sourceDigest()}`);
  if ((await missingModelFile(modelDir, EMBEDDING_MODEL)) === undefined) return modelDir;

  await mkdir(CACHE_DIR, { recursive: true });
  const draft = await mkdtemp(join(CACHE_DIR, `${kind}-draft-`));
  try {
    await write(draft);
    await rename(draft, modelDir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was first: its directory holds the same bytes.
    if ((await missingModelFile(modelDir, EMBEDDING_MODEL)) !== undefined) throw error;
  }
  return modelDir;
}

async function sourceDigest(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) hash.update(await readFile(new URL(source, import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}
