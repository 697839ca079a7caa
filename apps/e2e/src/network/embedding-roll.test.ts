import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Database } from '@moltnet/database';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { OTHER_MODEL, testModelsDir } from '@moltnet/embedding/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import type { Launcher } from '../harness/launcher.ts';
import { Network } from '../harness/network.ts';
import { admin, startWorker } from '../harness/programs.ts';
import { until } from '../harness/until.ts';

/** What `embeddings status --json` says, as far as it is looked at here. */
interface EmbeddingsStatus {
  readonly unembedded: number;
  readonly models: readonly {
    readonly model: string;
    readonly role: string;
    readonly phase: string;
    readonly total: number | null;
    readonly done: number;
    readonly waiting: number;
  }[];
}

const BEFORE = 400;
/** Found by its meaning alone: no entry has one of its words. */
const QUERY = 'feline whiskers';

let network: Network;
let worker: Launcher;
let db: Database;
let agent: Agent;
beforeAll(async () => {
  network = await Network.start(inject('run'), 'roll', {
    // As hosted: the API serves, and the work beside it is done by processes of its own.
    env: { EMBEDDING_MODEL_DIR: await testModelsDir(), BACKGROUND_WORK: 'false' },
  });
  db = connect(network.databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
  worker = startWorker(network, 'worker-1');
  agent = await join(network.apiUrl);
  for (let first = 0; first < BEFORE; first += 100) {
    await agent.client.entries.createMany(
      agent.diaryId,
      Array.from({ length: 100 }, (_, index) => ({
        content: `The kitten number ${first + index} purrs`,
      })),
    );
  }
  await untilEmbedded();
});
afterAll(async () => {
  worker?.signal('SIGTERM');
  await worker?.exited;
  await db?.close();
  await network?.stop();
  await network?.dispose();
});

const embeddings = async (...args: string[]): Promise<[number, string]> => {
  const { code, stdout } = await admin(network, 'embeddings', ...args);
  return [code, stdout.trim()];
};
async function status(): Promise<EmbeddingsStatus> {
  const [code, json] = await embeddings('status', '--json');
  if (code !== 0) throw new Error(json);
  return JSON.parse(json) as EmbeddingsStatus;
}
/** Asked of the database: the command takes a second to start. */
async function untilEmbedded(): Promise<void> {
  await until(
    'all are embedded',
    async () => (await db.sql`SELECT FROM embedding_backlog LIMIT 1`).length === 0,
    120_000,
  );
}
const target = async () => (await status()).models.find(({ model }) => model === OTHER_MODEL);

async function embeddedWith(model: string): Promise<number> {
  const [row] = await db.sql<[{ count: number }]>`
    SELECT count(DISTINCT entry_id) FROM entry_embeddings WHERE model = ${model}`;
  return row.count;
}

/** Writes and searches until it is stopped, and keeps what went wrong. */
class Life {
  readonly written: string[] = [];
  readonly wrong: string[] = [];
  searches = 0;
  #stopping = false;
  readonly #loops = [this.#loop(() => this.#write()), this.#loop(() => this.#search())];

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#loops);
  }

  async #loop(turn: () => Promise<void>): Promise<void> {
    while (!this.#stopping) await turn().catch((error: unknown) => this.wrong.push(String(error)));
  }

  async #write(): Promise<void> {
    const content = `A late kitten, ${this.written.length}`;
    this.written.push((await agent.client.entries.create(agent.diaryId, { content })).id);
    // As many members do, and not as fast as one machine can.
    await delay(100);
  }

  async #search(): Promise<void> {
    const { results, degraded } = await agent.client.entries.search({
      query: QUERY,
      diaryId: agent.diaryId,
      explain: true,
    });
    this.searches += 1;
    if (degraded) this.wrong.push(`degraded: ${degraded.join()}`);
    if (results.length === 0) this.wrong.push('nothing found');
    if (results.some(({ scores }) => scores?.vector == null)) this.wrong.push('not by meaning');
  }
}

// In order: the network goes from one state to the next.
test('at first one model serves', async () => {
  const [code, text] = await embeddings('status');
  expect([code, text]).toEqual([
    0,
    expect.stringMatching(/^serving +Xenova\/e5-small-v2 since \S+$/),
  ]);
});

test.each([
  [['roll', 'nonsense'], 1, 'nonsense is not the name of a model of the E5 family'],
  [['roll', 'acme/e5-nowhere'], 1, 'acme/e5-nowhere is not there: no config.json'],
  [['roll', EMBEDDING_MODEL], 1, `${EMBEDDING_MODEL} is the serving model`],
  [['switch'], 1, 'there is no model to switch to'],
  [['rollback'], 1, 'there is no switch to undo'],
  [['abort'], 1, 'there is no roll to abort'],
  [['drop-old'], 1, 'there are no old vectors'],
])('%j is refused', async (args, code, message) => {
  expect(await embeddings(...args)).toEqual([code, expect.stringContaining(message)]);
});

test.each([[['roll']], [['status', '--force']], [['roll', 'a/e5', 'b/e5']], [['switch', '--now']]])(
  '%j is no command',
  async (args) => {
    const { code, stderr } = await admin(network, 'embeddings', ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining('embeddings roll MODEL')]);
  },
);

test(
  'everything is embedded anew and another model serves, while members write and search and a worker is killed',
  { timeout: 400_000 },
  async () => {
    const life = new Life();
    try {
      expect(await embeddings('roll', OTHER_MODEL)).toEqual([
        0,
        expect.stringContaining(`rolling to ${OTHER_MODEL}`),
      ]);
      await until('some are embedded', async () => (await embeddedWith(OTHER_MODEL)) > 30, 60_000);
      process.kill(worker.pid, 'SIGKILL');
      await worker.exited;

      const half = await target();
      expect(half).toMatchObject({ role: 'target', phase: 'filling', failed: 0 });
      expect(half?.done).toBeLessThan(half?.total ?? 0);
      expect(await embeddings('switch')).toEqual([
        1,
        expect.stringMatching(/is not complete: \d+ of \d+/),
      ]);
      expect(await embeddings('roll', OTHER_MODEL)).toEqual([
        1,
        expect.stringContaining('is under way already'),
      ]);
      expect((await embeddings('status'))[1]).toMatch(
        /^target .*\n +filling: [\d,]+ of [\d,]+ entries/m,
      );

      worker = startWorker(network, 'worker-2');
      // What the killed one held is free when its lease is over, after a minute.
      const complete = async () => {
        const [row] = await db.sql<[{ complete: boolean }]>`
          SELECT bool_and(walked_at IS NOT NULL)
                 AND NOT EXISTS (SELECT FROM embedding_roll_queue) AS complete
          FROM embedding_models`;
        return row.complete;
      };
      await until('the roll is complete', complete, 180_000);
      expect(await target()).toMatchObject({ phase: 'complete', waiting: 0 });
      // The killed one counts until it has been silent for long: it might have the old model alone.
      const allLoaded = async () =>
        /^target .*\n.*\n +loaded in 2 of 2 processes/m.test((await embeddings('status'))[1]);
      await until('every process has the model', allLoaded, 90_000);
      expect(await embeddings('switch')).toEqual([
        0,
        expect.stringContaining(`${OTHER_MODEL} serves`),
      ]);

      const searched = life.searches;
      await until('members search on', () => life.searches > searched + 20, 30_000);
      expect(await embeddings('drop-old')).toEqual([
        0,
        expect.stringContaining(`the workers remove the vectors of ${EMBEDDING_MODEL}`),
      ]);
      const gone = async () => (await db.sql`SELECT FROM embedding_models`).length === 1;
      await until('the old vectors are gone', gone, 60_000);
    } finally {
      await life.stop();
    }
    expect(life.wrong).toEqual([]);
    expect(life.written.length).toBeGreaterThan(20);
    await untilEmbedded();
    expect(await embeddedWith(EMBEDDING_MODEL)).toBe(0);
    expect(await embeddedWith(OTHER_MODEL)).toBe(BEFORE + life.written.length);
    expect((await status()).models).toMatchObject([{ model: OTHER_MODEL, role: 'serving' }]);
  },
);

test('a network that is started again serves with the model that its database names', async () => {
  worker.signal('SIGTERM');
  await worker.exited;
  await network.stop();
  await network.start();
  const search = { query: QUERY, diaryId: agent.diaryId, explain: true };
  const results = await until(
    'the model is loaded',
    async () => {
      const answer = await agent.client.entries.search(search);
      return answer.degraded ? undefined : answer.results;
    },
    60_000,
  );
  expect(results.map(({ scores }) => typeof scores?.vector)).toContain('number');
});
