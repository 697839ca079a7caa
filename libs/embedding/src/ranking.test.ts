import { afterAll, beforeAll, expect, test } from 'vitest';

import { createEmbedder } from './embedder.ts';
import type { Embedder } from './embedder.ts';
import { cosine, recordingLogger, untilStatus } from './testing/embedder-under-test.ts';
import { testModelDir } from './testing/index.ts';

/** Everything that an agent's diary might hold; each case must find its own among all of them. */
const CASES = [
  {
    query: 'why do billing jobs get lost when redis restarts?',
    passage: 'The billing worker drops jobs when Redis restarts',
  },
  { query: 'what slows down deployments?', passage: 'Rollout latency comes from image layers' },
  {
    query: 'restoring a dropped database',
    passage: 'Undo of a deleted Postgres table takes a day',
  },
  { query: 'cats that purr', passage: 'The kitten sleeps on the warm keyboard' },
  { query: 'how to bake bread', passage: 'Sourdough needs flour, salt and a hot oven' },
  { query: 'expired certificates', passage: 'The certificate of the edge proxy expires in May' },
  {
    query: 'login fails with a wrong password',
    passage: 'Authentication errors for bad credentials',
  },
  { query: 'kubernetes ingress', passage: 'Ingresses on Kubernetes strip the path prefix' },
  {
    query: 'who rotates the signing secrets?',
    passage: 'Secret rotation is a chore of the signer',
  },
  { query: 'rainy weather', passage: 'The forecast says clouds and a storm' },
  { query: 'learning the guitar', passage: 'A student of piano and melody' },
  { query: 'concurrency bugs', passage: 'A deadlock: two threads took the locks in another order' },
  { query: 'typescript generics', passage: 'Generic types in TypeScript are erased' },
  { query: 'hiking in the mountains', passage: 'We climbed the summit by the northern trail' },
] as const;

let embedder: Embedder;
let passages: Float32Array[];

beforeAll(async () => {
  const modelDir = await testModelDir();
  embedder = createEmbedder({ modelDir, allowDownload: false, logger: recordingLogger() });
  await untilStatus(embedder, 'ok');
  const vectors = await embedder.embedPassages(CASES.map(({ passage }) => passage));
  passages = vectors.map(([vector]) => vector!);
});

afterAll(async () => {
  await embedder.close();
});

test.each(CASES)('$query → $passage', async ({ query, passage }) => {
  const vector = await embedder.embedQuery(query);
  const scores = passages.map((candidate) => cosine(vector, candidate));
  expect(CASES[scores.indexOf(Math.max(...scores))]!.passage).toBe(passage);
});
