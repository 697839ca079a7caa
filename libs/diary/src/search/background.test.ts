import { createEmbedder, type Embedder } from '@moltnet/embedding';
import { testModelDir } from '@moltnet/embedding/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Background } from './background.ts';
import { meaningOf } from './meaning.ts';

const DIARY = [
  'The billing worker drops jobs when Redis restarts',
  'Rollout latency comes from image layers',
  'Undo of a deleted Postgres table takes a day',
  'The kitten sleeps on the warm keyboard',
  'Secret rotation is a chore of the signer',
] as const;

let embedder: Embedder;
let background: Background;
let passages: Float32Array[];

beforeAll(async () => {
  const logger = { info: () => undefined, warn: () => undefined };
  embedder = createEmbedder({ modelDir: await testModelDir(), allowDownload: false, logger });
  await vi.waitUntil(() => embedder.status().status === 'ok', { timeout: 30_000 });
  background = new Background(embedder);
  passages = (await embedder.embedPassages(DIARY)).flat();
});
afterAll(() => embedder.close());

test.each<[query: string, meant: string | undefined]>([
  ['why do billing jobs get lost when redis restarts?', DIARY[0]],
  ['what slows down deployments?', DIARY[1]],
  ['restoring a dropped database', DIARY[2]],
  ['cats that purr', DIARY[3]],
  ['who rotates the signing secrets?', DIARY[4]],
  ['quantum chromodynamics', undefined],
  ['a recipe for apple pie', undefined],
  ['xyzzy', undefined],
])('the nearest to "%s", if it is near at all', async (query, meant) => {
  const meaning = await meaningOf({ embedder, background }, query);
  const { queryVector, similarityFloor } = meaning!;
  const similarities = passages.map((passage) => cosine(queryVector, passage));
  const best = Math.max(...similarities);
  expect(best > similarityFloor ? DIARY[similarities.indexOf(best)] : undefined).toBe(meant);
});

test('what is not wanted has no part in the meaning', async () => {
  const [without, alone] = await Promise.all([
    meaningOf({ embedder, background }, 'cats -redis -"billing worker"'),
    meaningOf({ embedder, background }, 'cats'),
  ]);
  expect(without).toEqual(alone);
});

test('a query without a word has no meaning, a missing model cannot tell', async () => {
  expect(await meaningOf({ embedder, background }, '-redis')).toBeNull();
  expect(await meaningOf({ embedder, background }, undefined)).toBeNull();
  const absent = { ...embedder, status: () => ({ status: 'loading' as const }) };
  expect(await meaningOf({ embedder: absent, background }, 'cats')).toBeUndefined();
});

test('a model that fails once is asked again', async () => {
  let calls = 0;
  const flaky = new Background({
    embedPassages: async (texts) => {
      calls += 1;
      if (calls === 1) throw new Error('not yet');
      return embedder.embedPassages(texts);
    },
  });
  const query = await embedder.embedQuery('cats');
  const signal = new AbortController().signal;
  await expect(flaky.floor(query, signal)).rejects.toThrow('not yet');
  expect(await flaky.floor(query, signal)).toBe(await background.floor(query, signal));
  await flaky.floor(query, signal);
  expect(calls).toBe(2);
});

function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * other[index]!, 0);
}
