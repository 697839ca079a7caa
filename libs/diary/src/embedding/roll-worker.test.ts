import {
  type Database,
  type DiaryRecord,
  embeddingBacklogReader,
  embeddingBacklogWriter,
  embeddingModelReader,
  embeddingRollQueueWriter,
  embeddingWriter,
  entryWriter,
} from '@moltnet/database';
import { givenEntry, testDiary } from '@moltnet/database/testing';
import { EMBEDDING_MODEL } from '@moltnet/embedding';
import { OTHER_MODEL, testModelsDir, WIDE_MODEL } from '@moltnet/embedding/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Meanings } from '../search/meanings.ts';
import { searchByMeaning } from '../search/by-meaning.ts';
import { EmbeddingBacklog } from './backlog.ts';
import { EmbeddingModels } from './models.ts';
import { EmbeddingRoll } from './roll-worker.ts';
import { dropModel } from './rolls/drop-model.ts';
import { rollBack } from './rolls/roll-back.ts';
import { embeddingsStatus } from './rolls/roll-status.ts';
import { startRoll } from './rolls/start-roll.ts';
import { switchModel } from './rolls/switch-model.ts';

vi.setConfig({ testTimeout: 240_000 });

const logger = { debug() {}, info() {}, warn() {}, error() {} };
const EVENTUALLY = { timeout: 90_000, interval: 50 };
/** More than a step of the walk. */
const MANY = 520;

let db: Database;
let diary: DiaryRecord;
let close: () => Promise<void>;
let options: { modelDir: string; allowDownload: boolean; threads: number };
const running: (() => Promise<void>)[] = [];

beforeEach(async () => {
  ({ db, diary, stop: close } = await testDiary());
  options = { modelDir: await testModelsDir(), allowDownload: false, threads: 1 };
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  await close();
});

/** A process of a network; with `atWork` it embeds, too. */
async function startProcess(atWork: boolean) {
  const models = await EmbeddingModels.open(db, options, logger);
  const stopping = new AbortController();
  const { signal } = stopping;
  const work = [models.run(signal)];
  if (atWork) {
    const backlog = new EmbeddingBacklog(db, models, logger);
    work.push(backlog.run(signal), new EmbeddingRoll(db, models, backlog, logger).run(signal));
  }
  const meanings = new Meanings(models);
  const stop = async () => {
    stopping.abort();
    await Promise.all(work);
    await models.close();
  };
  running.push(stop);
  return {
    models,
    stop: async () => {
      running.splice(running.indexOf(stop), 1);
      await stop();
    },
    find: (query: string, cursor?: string) =>
      searchByMeaning(
        { db, models, meanings },
        { query, diaryIds: [diary.id], limit: 3, ...(cursor && { cursor }) },
      ),
  };
}

/** An entry that is to be embedded. */
const written = (content: string) => givenEntry(db, diary, { content });

/** Entries that somebody has embedded with the serving model before. */
async function givenMany(): Promise<void> {
  await db.sql`
    INSERT INTO entries (id, diary_id, author_id, content, content_hash)
    SELECT gen_random_uuid(), ${diary.id}, ${diary.creatorId}, 'Job number ' || n, n
    FROM generate_series(1, ${MANY}) AS n`;
  await db.sql`
    INSERT INTO entry_embeddings (entry_id, chunk, model, diary_id, embedding)
    SELECT id, 0, ${EMBEDDING_MODEL}, diary_id, (ARRAY[1::float] || array_fill(0::float, ARRAY[383]))::halfvec(384)
    FROM entries`;
}

async function modelsOf(entryId: string): Promise<string[]> {
  const rows = await db.sql<{ model: string }[]>`
    SELECT model FROM entry_embeddings WHERE entry_id = ${entryId} ORDER BY model`;
  return rows.map(({ model }) => model);
}

const embeddedWith = (model: string) => embeddingModelReader(db).countEntries(model);
const roles = async () =>
  Object.fromEntries(
    (await embeddingModelReader(db).all()).map(({ model, role }) => [role, model]),
  );
const untilEmbedded = () =>
  vi.waitFor(async () => expect(await embeddingBacklogReader(db).pending()).toBe(0), EVENTUALLY);
const targetStatus = async () =>
  (await embeddingsStatus(db)).models.find(({ model }) => model === OTHER_MODEL);
const untilComplete = () =>
  vi.waitFor(
    async () => expect(await targetStatus()).toMatchObject({ phase: 'complete', waiting: 0 }),
    EVENTUALLY,
  );
const refused = (message: string) => ({
  name: 'RollRefusedError',
  message: expect.stringContaining(message),
});

test('a model is rolled in, serves after the switch, and what it replaces goes', async () => {
  const worker = await startProcess(true);
  const api = await startProcess(false);
  const lost = await written('The billing worker drops jobs.');
  await written('Bread wants flour.');
  await untilEmbedded();
  const query = 'vanished jobs';
  const before = await api.find(query);
  expect(before).toMatchObject({ degraded: false, results: [{ entryId: lost.id }] });

  await startRoll(db, OTHER_MODEL, options);
  await untilComplete();
  expect(await modelsOf(lost.id)).toEqual([EMBEDDING_MODEL, OTHER_MODEL].sort());
  expect(await targetStatus()).toMatchObject({ role: 'target', total: 2, done: 2, failed: 0 });
  const fresh = await written('Redis loses jobs when it restarts.');
  await untilEmbedded();
  expect(await modelsOf(fresh.id)).toEqual([EMBEDDING_MODEL, OTHER_MODEL].sort());

  expect(await switchModel(db, false)).toBe(OTHER_MODEL);
  expect(await roles()).toEqual({ serving: OTHER_MODEL, previous: EMBEDDING_MODEL });
  const found = await api.find(query);
  expect(found.degraded).toBe(false);
  expect(found.results.map(({ entryId }) => entryId).sort()).toEqual([lost.id, fresh.id].sort());
  await vi.waitFor(() => expect(api.models.serving.model).toBe(OTHER_MODEL), EVENTUALLY);
  expect((await api.find(query)).results.map(({ scores }) => scores.vector)).not.toContain(null);

  expect(await dropModel(db, 'previous')).toBe(EMBEDDING_MODEL);
  await vi.waitFor(async () => expect(await roles()).toEqual({ serving: OTHER_MODEL }), EVENTUALLY);
  expect(await embeddedWith(EMBEDDING_MODEL)).toBe(0);
  const indexes = await db.sql<{ definition: string }[]>`
    SELECT indexdef AS definition FROM pg_indexes WHERE indexdef LIKE '%hnsw%'`;
  expect(indexes).toHaveLength(1);
  expect(indexes[0]?.definition).toContain(OTHER_MODEL);
  await vi.waitFor(() => expect(worker.models.find(EMBEDDING_MODEL)).toBeUndefined(), EVENTUALLY);
  expect(await api.find(query)).toMatchObject({ degraded: false, results: [{}, {}] });
});

test('several workers share a roll, and another goes on where one was killed', async () => {
  await givenMany();
  await startRoll(db, OTHER_MODEL, options);
  const [first] = await Promise.all([startProcess(true), startProcess(true)]);
  await vi.waitFor(
    async () => expect(await embeddedWith(OTHER_MODEL)).toBeGreaterThan(20),
    EVENTUALLY,
  );
  await first.stop();
  // What a process that died holds is free again when its lease is over.
  const held = await db.transaction((tx) =>
    embeddingRollQueueWriter(tx).claim(OTHER_MODEL, { limit: 5, leaseMs: 1_000 }),
  );
  expect(held.length).toBeGreaterThan(0);
  await untilComplete();
  expect(await embeddedWith(OTHER_MODEL)).toBe(MANY);
  expect(await targetStatus()).toMatchObject({ total: MANY, done: MANY });
});

test('what was changed while it was embedded is found by what it says now, with both', async () => {
  await givenMany();
  const entry = await written('Kittens purr.');
  const worker = await startProcess(true);
  await untilEmbedded();
  await startRoll(db, OTHER_MODEL, options);
  await db.transaction(async (tx) => {
    const changed = await entryWriter(tx).patch(entry.id, { content: 'Bread.', contentHash: 'b' });
    await embeddingWriter(tx).clear(entry.id);
    if (changed) await embeddingBacklogWriter(tx).enqueue(changed);
  });
  await untilComplete();
  await untilEmbedded();
  const expected = await Promise.all(
    [EMBEDDING_MODEL, OTHER_MODEL].map(async (model) => {
      const [vectors] = (await worker.models.find(model)?.embedPassages(['Bread.'])) ?? [];
      return [model, vectors?.[0]?.[0]?.toFixed(2)];
    }),
  );
  const rows = await db.sql<{ model: string; first: number }[]>`
    SELECT model, (embedding::vector::real[])[1] AS first FROM entry_embeddings
    WHERE entry_id = ${entry.id} ORDER BY model`;
  expect(rows.map(({ model, first }) => [model, first.toFixed(2)])).toEqual(expected.sort());
});

test('an entry of which retention has dropped the vectors gets none by a roll', async () => {
  const entry = await givenEntry(db, diary, { content: 'Superseded long ago.' });
  await db.sql`DELETE FROM embedding_backlog WHERE entry_id = ${entry.id}`;
  await startProcess(true);
  await startRoll(db, OTHER_MODEL, options);
  await untilComplete();
  expect(await modelsOf(entry.id)).toEqual([]);
});

test('a page goes on by the model that ranked the first one, while its vectors are there', async () => {
  const worker = await startProcess(true);
  for (let index = 0; index < 5; index += 1) await written(`Job ${index} got lost.`);
  await untilEmbedded();
  await startRoll(db, OTHER_MODEL, options);
  await untilComplete();
  const first = await worker.find('vanished');
  await switchModel(db, false);
  await vi.waitFor(() => expect(worker.models.serving.model).toBe(OTHER_MODEL), EVENTUALLY);
  const second = await worker.find('vanished', first.nextCursor ?? '');
  expect(second.degraded).toBe(false);
  const ids = [...first.results, ...second.results].map(({ entryId }) => entryId);
  expect([ids.length, new Set(ids).size]).toEqual([5, 5]);
  await dropModel(db, 'previous');
  await vi.waitFor(() => expect(worker.models.find(EMBEDDING_MODEL)).toBeUndefined(), EVENTUALLY);
  expect((await worker.find('vanished', first.nextCursor ?? '')).degraded).toBe(true);
});

test('a switch that lacks something is refused, and undone while the old vectors are there', async () => {
  await givenMany();
  await expect(switchModel(db, false)).rejects.toMatchObject(refused('no model to switch to'));
  await expect(rollBack(db, false)).rejects.toMatchObject(refused('no switch to undo'));
  await expect(dropModel(db, 'target')).rejects.toMatchObject(refused('no roll to abort'));
  await expect(dropModel(db, 'previous')).rejects.toMatchObject(refused('no old vectors'));

  await startRoll(db, OTHER_MODEL, options);
  await expect(switchModel(db, true)).rejects.toMatchObject(refused('index'));
  const worker = await startProcess(true);
  await vi.waitFor(async () => expect((await targetStatus())?.done).toBeGreaterThan(0), EVENTUALLY);
  await worker.stop();
  await expect(switchModel(db, false)).rejects.toMatchObject(refused(`of ${MANY} entries`));

  expect(await switchModel(db, true)).toBe(OTHER_MODEL);
  // Which entries it lacks is learnt from the old vectors.
  await expect(dropModel(db, 'previous')).rejects.toMatchObject(refused('lacks entries'));
  await startProcess(true);
  await untilComplete();
  expect(await embeddedWith(OTHER_MODEL)).toBe(MANY);

  expect(await rollBack(db, false)).toBe(EMBEDDING_MODEL);
  expect(await roles()).toEqual({ serving: EMBEDDING_MODEL, target: OTHER_MODEL });
  expect(await switchModel(db, false)).toBe(OTHER_MODEL);
});

test('a switch waits for a process that has not loaded the model', async () => {
  await startProcess(true);
  await startRoll(db, OTHER_MODEL, options);
  await untilComplete();
  await db.sql`
    INSERT INTO embedding_reports (process, model, status, error)
    VALUES ('machine-2', ${OTHER_MODEL}, 'error', 'no config.json')`;
  await expect(switchModel(db, false)).rejects.toMatchObject(
    refused('is not loaded in machine-2: no config.json'),
  );
  await db.sql`DELETE FROM embedding_reports WHERE process = 'machine-2'`;
  expect(await switchModel(db, false)).toBe(OTHER_MODEL);
});

test('a roll that is aborted leaves nothing behind', async () => {
  await givenMany();
  await startRoll(db, OTHER_MODEL, options);
  const worker = await startProcess(true);
  await vi.waitFor(
    async () => expect(await embeddedWith(OTHER_MODEL)).toBeGreaterThan(0),
    EVENTUALLY,
  );
  expect(await dropModel(db, 'target')).toBe(OTHER_MODEL);
  await expect(startRoll(db, OTHER_MODEL, options)).rejects.toMatchObject(refused('being removed'));
  await vi.waitFor(
    async () => expect(await roles()).toEqual({ serving: EMBEDDING_MODEL }),
    EVENTUALLY,
  );
  expect(await embeddedWith(OTHER_MODEL)).toBe(0);
  expect(await embeddedWith(EMBEDDING_MODEL)).toBe(MANY);
  const [left] = await db.sql<[{ count: number }]>`SELECT count(*) FROM embedding_roll_queue`;
  expect(left.count).toBe(0);
  expect((await worker.find('job')).degraded).toBe(false);
});

test.each([
  ['nonsense', 'not the name of a model of the E5 family'],
  ['Xenova/bge-small-en-v1.5', 'not the name of a model of the E5 family'],
  [EMBEDDING_MODEL, 'is the serving model'],
  ['acme/e5-nowhere', 'acme/e5-nowhere is not there: no config.json'],
  [WIDE_MODEL, 'vectors of 768 dimensions, and 384 are kept'],
])('a roll to %s is refused: %s', async (model, message) => {
  await expect(startRoll(db, model, options)).rejects.toMatchObject(refused(message));
  expect(await roles()).toEqual({ serving: EMBEDDING_MODEL });
});

test('of two operators at once one is told that the other was first', async () => {
  const both = await Promise.allSettled([
    startRoll(db, OTHER_MODEL, options),
    startRoll(db, OTHER_MODEL, options),
  ]);
  const failed = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(failed).toMatchObject([refused('under way already')]);
  await startProcess(true);
  await untilComplete();
  const switches = await Promise.allSettled([switchModel(db, false), switchModel(db, false)]);
  expect(switches.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await roles()).toEqual({ serving: OTHER_MODEL, previous: EMBEDDING_MODEL });
});
