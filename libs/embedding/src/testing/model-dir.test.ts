import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { MODEL_FILES } from '../model-files.ts';
import { testModelDir, writeModel } from './index.ts';

test('the same model comes out byte for byte, small enough to make in a test', async () => {
  const cached = await testModelDir();
  const fresh = await mkdtemp(join(tmpdir(), 'model-'));
  try {
    await writeModel('small', fresh);
    for (const file of MODEL_FILES) {
      const path = join('Xenova/e5-small-v2', file);
      const bytes = await readFile(join(fresh, path));
      expect(bytes.equals(await readFile(join(cached, path)))).toBe(true);
    }
    const graph = await stat(join(fresh, 'Xenova/e5-small-v2/onnx/model_quantized.onnx'));
    expect(graph.size).toBeLessThan(30e6);
  } finally {
    await rm(fresh, { recursive: true });
  }
});

test('two who ask at once get the same directory, and no draft is left', async () => {
  const [first, second] = await Promise.all([testModelDir(), testModelDir()]);
  expect(first).toBe(second);
  expect(await readdir(first)).toEqual(['Xenova']);
  expect(await readdir(dirname(first))).not.toContain(expect.stringMatching('small-draft'));
});
