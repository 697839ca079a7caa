import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createEmbedder, EMBEDDING_MODEL, isE5Name } from '@moltnet/embedding';
import { createLogger } from '@moltnet/observability';

// node tools/build/src/fetch-model.ts DIR [MODEL…]
// Puts embedding models into DIR, for an image that must have them from its first second; by default
// the one that a new database begins with.

/** A model, 34 MB and more, over a slow line, with the embedder's own retries. Milliseconds. */
const WITHIN = 15 * 60_000;

const [modelDir, ...named] = process.argv.slice(2);
const misnamed = named.filter((model) => !isE5Name(model));
if (modelDir === undefined || misnamed.length > 0) {
  for (const model of misnamed) process.stderr.write(`${model} is no model of the E5 family.\n`);
  process.stderr.write('Usage: node tools/build/src/fetch-model.ts DIR [MODEL…]\n');
  process.exit(2);
}
const logger = createLogger({ name: 'fetch-model' });
for (const model of named.length > 0 ? named : [EMBEDDING_MODEL]) {
  const embedder = createEmbedder({
    model,
    modelDir: resolve(modelDir),
    allowDownload: true,
    threads: 1,
    logger,
  });
  const deadline = Date.now() + WITHIN;
  while (embedder.status().status !== 'ok' && Date.now() < deadline) await delay(500);
  const { status, error } = embedder.status();
  await embedder.close();
  if (status === 'ok') continue;
  logger.error({ model, error }, 'the model could not be fetched');
  process.exitCode = 1;
}
