import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import type { Request, WorkerSettings } from '../protocol.ts';

// The embedding worker with a fault built in: a text that says `die` ends it, `once` in this model
// directory or `always`. It stands for a crash that no input we know of provokes.
const { modelDir } = workerData as WorkerSettings;
const tombstone = join(modelDir, 'died');

parentPort?.on('message', (request: Request) => {
  if (request.type !== 'embed') return;
  const deadly = request.texts.some(
    (text) => text === 'die always' || (text === 'die once' && !existsSync(tombstone)),
  );
  if (!deadly) return;
  writeFileSync(tombstone, '');
  process.exit(7);
});

await import('../embedding-worker.ts');
