import { parentPort } from 'node:worker_threads';
import { compress } from './compress/compress.ts';
import type { Question, Reply, Request } from './packing/protocol.ts';
import { countTokens } from './tokens/count.ts';

// The entry of the packing thread, a file of its own in bundles too (`dist/packing-worker.js`):
// counting takes long enough to stop the event loop of the API, and the vocabulary 70 MB that go
// with the thread.
if (parentPort === null) throw new Error('packing-worker runs as a worker thread only');
const port = parentPort;

function answer(question: Question) {
  if (question.kind === 'count') return countTokens(question.text);
  return compress(question.entry, question.fullTokens);
}

function reply({ id, ...question }: Request): Reply {
  try {
    return { id, answer: answer(question) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (request: Request) => port.postMessage(reply(request)));
