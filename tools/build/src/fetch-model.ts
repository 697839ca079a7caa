import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createEmbedder } from '@moltnet/embedding';
import { createLogger } from '@moltnet/observability';

// node tools/build/src/fetch-model.ts DIR
// Puts the embedding model into DIR, for an image that must have it from its first second.

/** 34 MB over a slow line, with the embedder's own retries. Milliseconds. */
const WITHIN = 15 * 60_000;

const modelDir = process.argv[2];
if (modelDir === undefined) {
  process.stderr.write('Name the folder for the model.\n');
  process.exit(2);
}
const logger = createLogger({ name: 'fetch-model' });
const embedder = createEmbedder({
  modelDir: resolve(modelDir),
  allowDownload: true,
  threads: 1,
  logger,
});
const deadline = Date.now() + WITHIN;
while (embedder.status().status !== 'ok' && Date.now() < deadline) await delay(500);
const { status, error } = embedder.status();
await embedder.close();
if (status !== 'ok') {
  logger.error({ error }, 'the model could not be fetched');
  process.exitCode = 1;
}
