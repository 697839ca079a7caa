import { cp, mkdtemp } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Readiness } from '@moltnet/contract';
import { testModelDir } from '@moltnet/embedding/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { apiAt } from '../harness/http.ts';
import { Network } from '../harness/network.ts';
import { until } from '../harness/until.ts';

let network: Network;
let modelDir: string;
let agent: Agent;
beforeAll(async () => {
  modelDir = await mkdtemp(joinPath(inject('run'), 'models-'));
  network = await Network.start(inject('run'), 'no-model', {
    env: { EMBEDDING_MODEL_DIR: modelDir },
  });
  agent = await join(network.apiUrl);
});
afterAll(async () => {
  await network.stop();
  await network.dispose();
});

const readiness = async (): Promise<[number, Readiness]> => {
  const { status, body } = await apiAt(network.apiUrl)<Readiness>('GET /health/ready');
  return [status, body];
};

const TEXTS = Array.from({ length: 20 }, (_, index) => `The kitten number ${index} purrs`);

// In order: the network goes from one state to the next.
test('without the model readiness says so, and the rest is well', async () => {
  const [status, body] = await readiness();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'degraded',
    components: {
      database: { status: 'ok' },
      dbos: { status: 'ok' },
      ory: { status: 'ok' },
      embedding: { status: expect.stringMatching(/^(error|loading)$/), error: expect.any(String) },
    },
  });
});

test('without the model an entry is acknowledged and waits for its vector', async () => {
  for (const content of TEXTS) {
    const entry = await agent.client.entries.create(agent.diaryId, { content });
    expect(entry.embeddingStatus).toBe('pending');
  }
  await agent.client.entries.create(agent.diaryId, {
    content: 'The billing worker drops jobs when Redis restarts',
  });
});

test.each([
  ['all of its words', 'redis restarts'],
  ['some of its words in a question', 'why do billing jobs get lost when redis restarts?'],
])('without the model %s find an entry, and the answer says what is missing', async (_, query) => {
  const answer = await agent.client.entries.search({ query, diaryId: agent.diaryId });
  expect(answer.results[0]?.content).toContain('billing worker');
  expect(answer.degraded).toEqual(['vector']);
});

test('without the model another word for the same thing finds nothing', async () => {
  const { results } = await agent.client.entries.search({
    query: 'feline whiskers',
    diaryId: agent.diaryId,
  });
  expect(results).toEqual([]);
});

test('when the model appears the backlog is embedded without a restart', async () => {
  const before = await network.pidOf('rest-api');
  await cp(await testModelDir(), modelDir, { recursive: true });
  await until(
    'every kitten is found by another word',
    async () => {
      const answer = await agent.client.entries.search({
        query: 'feline whiskers',
        diaryId: agent.diaryId,
        explain: true,
        limit: 100,
      });
      const embedded = answer.results.filter(({ scores }) => scores?.vector != null);
      return embedded.length >= TEXTS.length && answer.degraded === undefined;
    },
    30_000,
  );
  expect(await readiness()).toMatchObject([
    200,
    { status: 'ok', components: { embedding: { status: 'ok' } } },
  ]);
  expect(await network.pidOf('rest-api')).toBe(before);
});

test('from then on an entry has its vector at once', async () => {
  // Where the machine is busy one may come later; a quarter of a second is all that is waited.
  await until(
    'an entry is answered with its vector',
    async () => {
      const entry = await agent.client.entries.create(agent.diaryId, { content: TEXTS[0] ?? '' });
      return entry.embeddingStatus === 'ready';
    },
    30_000,
  );
});
