import { parentPort, workerData } from 'node:worker_threads';

import { InferenceLoop } from './inference/inference-loop.ts';
import { loadTextModel } from './inference/text-model.ts';
import type { Reply, Request, WorkerSettings } from './protocol.ts';

// The entry of the worker thread. It is a file of its own in bundles too (`dist/embedding-worker.js`),
// because inference runs on the thread that calls it and would stop the event loop of the API.
if (parentPort === null) throw new Error('embedding-worker runs as a worker thread only');
const port = parentPort;

function reply(message: Reply): void {
  const buffers =
    message.type === 'done' ? message.vectors.flat().map((vector) => vector.buffer) : [];
  port.postMessage(message, buffers);
}

let loop: InferenceLoop | undefined;

port.on('message', (request: Request) => {
  switch (request.type) {
    case 'embed':
      loop?.embed(request);
      break;
    case 'cancel':
      loop?.cancel(request.id);
      break;
    case 'stop':
      process.exit(0);
  }
});

try {
  loop = new InferenceLoop(await loadTextModel(workerData as WorkerSettings), reply);
  reply({ type: 'ready' });
} catch (error) {
  reply({ type: 'unloadable', message: error instanceof Error ? error.message : String(error) });
}
