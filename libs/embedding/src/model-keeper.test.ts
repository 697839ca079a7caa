import { cp, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createEmbedder } from './embedder.ts';
import { JobQueue } from './job-queue.ts';
import { EMBEDDING_MODEL, isE5Name, missingModelFile } from './model-files.ts';
import { ModelKeeper } from './model-keeper.ts';
import { cosine, recordingLogger, untilStatus } from './testing/embedder-under-test.ts';
import { OTHER_MODEL, testModelDir, testModelsDir, WIDE_MODEL } from './testing/index.ts';

let modelDir: string;

beforeEach(async () => {
  modelDir = await mkdtemp(join(tmpdir(), 'embedding-'));
});

afterEach(async () => {
  await rm(modelDir, { recursive: true });
});

test('without a model it says so at once, and is ready when the model appears', async () => {
  const logger = recordingLogger();
  const embedder = createEmbedder({ modelDir, allowDownload: false, logger });
  await untilStatus(embedder, 'error');
  expect(embedder.status().error).toBe('Xenova/e5-small-v2 is not there: no config.json');
  const refusal = { name: 'EmbeddingUnavailableError', reason: 'no-model' };
  await expect(embedder.embedQuery('anybody?')).rejects.toMatchObject(refusal);
  await expect(embedder.embedPassages(['anybody?'])).rejects.toMatchObject(refusal);

  await cp(await testModelDir(), modelDir, { recursive: true });
  await untilStatus(embedder, 'ok');
  expect(await embedder.embedQuery('anybody?')).toHaveLength(384);
  expect(logger.lines).toEqual(['no embedding model', 'embedding model ready']);
  await embedder.close();
});

test('a graph cut short is an error with its reason, and is tried again when it is whole', async () => {
  await cp(await testModelDir(), modelDir, { recursive: true });
  const graph = 'Xenova/e5-small-v2/onnx/model_quantized.onnx';
  await truncate(join(modelDir, graph), 1_000);
  const embedder = createEmbedder({ modelDir, allowDownload: false, logger: recordingLogger() });
  await untilStatus(embedder, 'error');
  expect(embedder.status().error).toMatch(/^Xenova\/e5-small-v2 does not load: .+/);
  expect(embedder.status().error).not.toContain(modelDir);

  await cp(join(await testModelDir(), graph), join(modelDir, graph));
  await untilStatus(embedder, 'ok');
  await embedder.close();
});

test('two models side by side give a text vectors that have nothing in common', async () => {
  const shared = {
    modelDir: await testModelsDir(),
    allowDownload: false,
    logger: recordingLogger(),
  };
  const embedders = [EMBEDDING_MODEL, OTHER_MODEL].map((model) =>
    createEmbedder({ ...shared, model }),
  );
  expect(embedders.map(({ model }) => model)).toEqual([EMBEDDING_MODEL, OTHER_MODEL]);
  const [one, other] = await Promise.all(embedders.map((each) => each.embedQuery('lost jobs')));
  expect(Math.abs(cosine(one!, other!))).toBeLessThan(0.3);
  await Promise.all(embedders.map((each) => each.close()));
});

test('a model of other dimensions is an error that says so', async () => {
  const logger = recordingLogger();
  const embedder = createEmbedder({
    model: WIDE_MODEL,
    modelDir: await testModelsDir(),
    allowDownload: false,
    logger,
  });
  await untilStatus(embedder, 'error');
  expect(embedder.status().error).toBe(
    'test/e5-wide does not load: the model gives vectors of 768 dimensions, and 384 are kept',
  );
  await embedder.close();
});

test.each([
  ['Xenova/e5-small-v2', true],
  ['Xenova/multilingual-e5-small', true],
  ['acme/diary-E5-tuned.v3', true],
  ['Xenova/bge-small-en-v1.5', false],
  ['Xenova/se5-small', false],
  ['e5-small-v2', false],
  ['../e5-small-v2', false],
  ['a/../e5-small-v2', false],
  ['a/-e5', false],
  ["a/e5-'; DROP TABLE entries", false],
  [`a/e5-${'x'.repeat(100)}`, false],
])('%s is of the E5 family: %s', (model, expected) => {
  expect(isE5Name(model)).toBe(expected);
});

test('a text given while the model loads waits for it', async () => {
  const embedder = createEmbedder({
    modelDir: await testModelDir(),
    allowDownload: false,
    logger: recordingLogger(),
  });
  expect(embedder.status()).toEqual({ status: 'loading' });
  expect(await embedder.embedQuery('early')).toHaveLength(384);
  await embedder.close();
});

test('closing while the model loads is quiet', async () => {
  const embedder = createEmbedder({
    modelDir: await testModelDir(),
    allowDownload: false,
    logger: recordingLogger(),
  });
  const early = embedder.embedQuery('early').catch((error: unknown) => error);
  await embedder.close();
  await embedder.close();
  expect(await early).toMatchObject({ reason: 'closed' });
});

// The real worker, pointed at a hub on this machine.
const LOOPBACK_WORKER = new URL('./testing/loopback-hub-worker.ts', import.meta.url);

test('a model that is not there is downloaded once allowed, into its directory', async () => {
  const source = await testModelDir();
  let hubIsUp = false;
  const hub = createServer((request, response) => {
    // /Xenova/e5-small-v2/resolve/main/config.json
    const path = request.url?.replace('/resolve/main/', '/') ?? '';
    readFile(join(source, path)).then(
      (bytes) => response.writeHead(hubIsUp ? 200 : 503).end(hubIsUp ? bytes : ''),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => hub.once('listening', resolve));
  process.env['LOOPBACK_HUB'] = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/`;

  const queue = new JobQueue();
  const logger = recordingLogger();
  const settings = { model: EMBEDDING_MODEL, modelDir, allowDownload: true, threads: 1 };
  const keeper = new ModelKeeper(LOOPBACK_WORKER, settings, queue, logger);
  const embedder = { status: () => keeper.status };
  await untilStatus(embedder, 'error');
  expect(keeper.status.error).toMatch(
    /^Xenova\/e5-small-v2 could not be downloaded: Service unavailable .+/,
  );

  hubIsUp = true;
  await untilStatus(embedder, 'ok');
  expect(await queue.submit('query', ['fetched'])).toHaveLength(1);
  expect(await missingModelFile(modelDir, EMBEDDING_MODEL)).toBe(undefined);
  await keeper.close();
  await new Promise((resolve) => hub.close(resolve));
});

// The real worker, made to die when it is asked for a text that says so: once each, or every time.
const FRAGILE_WORKER = new URL('./testing/fragile-worker.ts', import.meta.url);

async function fragile(): Promise<{ queue: JobQueue; keeper: ModelKeeper; lines: string[] }> {
  const queue = new JobQueue();
  const logger = recordingLogger();
  const settings = { model: EMBEDDING_MODEL, modelDir, allowDownload: false, threads: 1 };
  await cp(await testModelDir(), modelDir, { recursive: true });
  return {
    queue,
    keeper: new ModelKeeper(FRAGILE_WORKER, settings, queue, logger),
    lines: logger.lines,
  };
}

test('a worker that dies is replaced, and its jobs are done by the next', async () => {
  const { queue, keeper, lines } = await fragile();
  const answers = await Promise.all([
    queue.submit('passage', ['before']),
    queue.submit('passage', ['die once']),
    queue.submit('query', ['after']),
  ]);
  expect(answers.map((vectors) => vectors[0]![0]!.length)).toEqual([384, 384, 384]);
  expect(keeper.status).toEqual({ status: 'ok' });
  expect(lines).toEqual([
    'embedding model ready',
    'embedding worker broke; starting another',
    'embedding model ready',
  ]);
  await keeper.close();
});

test('a text that kills every worker is given up after two, and does not stop the others', async () => {
  const { queue, keeper } = await fragile();
  await expect(queue.submit('passage', ['die always'])).rejects.toMatchObject({
    reason: 'failed',
    message: 'the embedding worker broke: exited with 7',
  });
  expect(await queue.submit('passage', ['harmless'])).toHaveLength(1);
  await keeper.close();
});
