import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  type DiaryRecord,
  embeddingBacklogReader,
  embeddingBacklogWriter,
  entryWriter,
} from '@moltnet/database';
import { givenEntry, newEntry, testDiary } from '@moltnet/database/testing';
import type { Embedder } from '@moltnet/embedding';
import { fullShapeModelDir, testModelDir } from '@moltnet/embedding/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { EmbeddingBacklog } from './backlog.ts';
import { EmbeddingModels } from './models.ts';

const logger = { debug() {}, info() {}, warn() {}, error() {} };
const EVENTUALLY = { timeout: 20_000, interval: 50 };

let db: Database;
let diary: DiaryRecord;
let stop: () => Promise<void>;
let modelDir: string;

beforeAll(async () => {
  ({ db, diary, stop } = await testDiary());
});
afterAll(() => stop());
beforeEach(async () => {
  modelDir = join(await mkdtemp(join(tmpdir(), 'moltnet-backlog-')), 'models');
});
afterEach(async () => {
  await rm(join(modelDir, '..'), { recursive: true });
});

/** The model appears where the embedder looks for it. */
async function installModel(): Promise<void> {
  await symlink(await testModelDir(), modelDir);
}

const openModels = () =>
  EmbeddingModels.open(db, { modelDir, allowDownload: false, threads: 1 }, logger);

/** A backlog at work on `embedder`, until `work` is through. */
async function atWork(work: (backlog: EmbeddingBacklog, embedder: Embedder) => Promise<void>) {
  const models = await openModels();
  const backlog = new EmbeddingBacklog(db, models, logger);
  const stopping = new AbortController();
  const running = backlog.run(stopping.signal);
  try {
    await work(backlog, models.serving);
  } finally {
    stopping.abort();
    await running;
    await models.close();
  }
}

/** An entry that is to be embedded. */
async function written(content: string, leaseMs = 0) {
  const entry = await givenEntry(db, diary, { content });
  await db.transaction((tx) => embeddingBacklogWriter(tx).enqueue(entry, leaseMs));
  return entry;
}

async function chunksOf(entryId: string): Promise<number> {
  const [row] = await db.sql<[{ count: number }]>`
    SELECT count(*) FROM entry_embeddings WHERE entry_id = ${entryId}`;
  return row.count;
}

const modelReady = (embedder: Embedder) =>
  vi.waitFor(() => expect(embedder.status().status).toBe('ok'), EVENTUALLY);

/** How many entries wait once they are fewer than `count`, and when that was. */
const whenFewerThan = (count: number) =>
  vi.waitFor(async () => {
    const left = await embeddingBacklogReader(db).pending();
    expect(left).toBeLessThan(count);
    return { left, at: performance.now() };
  }, EVENTUALLY);

describe('the backlog', () => {
  test('embeds what is written while its author waits', async () => {
    await installModel();
    await atWork(async (backlog, embedder) => {
      await modelReady(embedder);
      const entry = await written('The billing worker drops jobs.');
      expect(await backlog.settled(entry.id, 10_000)).toBe(true);
      expect(await chunksOf(entry.id)).toBe(1);
      expect(await embeddingBacklogReader(db).pending()).toBe(0);
    });
  });

  test('keeps nobody waiting without the model, and works it off when the model appears', async () => {
    await atWork(async (backlog) => {
      const entry = await written('Redis was restarted.');
      const asked = performance.now();
      expect(await backlog.settled(entry.id, 10_000)).toBe(false);
      expect(performance.now() - asked).toBeLessThan(1_000);
      await installModel();
      await vi.waitFor(async () => expect(await chunksOf(entry.id)).toBe(1), EVENTUALLY);
    });
  });

  test('takes over what a process that died had claimed', async () => {
    await installModel();
    const entry = await written('Claimed by one that died.', 500);
    await atWork(async () => {
      await vi.waitFor(async () => expect(await chunksOf(entry.id)).toBe(1), EVENTUALLY);
    });
  });

  test('embeds a long text in chunks', async () => {
    await installModel();
    const entry = await written('The scheduler lost its lease again. '.repeat(500));
    await atWork(async () => {
      await vi.waitFor(async () => expect(await chunksOf(entry.id)).toBeGreaterThan(3), EVENTUALLY);
    });
  });

  test('keeps nobody waiting for what it cannot do in time', async () => {
    await symlink(await fullShapeModelDir(), modelDir);
    const text = 'The scheduler lost its lease again. '.repeat(12);
    const entries = Array.from({ length: 600 }, () => newEntry(diary, { content: text }));
    await db.transaction((tx) => entryWriter(tx).insertMany(entries));
    await atWork(async (backlog, embedder) => {
      await modelReady(embedder);
      const first = await whenFewerThan(600);
      const third = await whenFewerThan(first.left - 50);
      const msPerEntry = (third.at - first.at) / (first.left - third.left);
      const entry = await written(text);
      // Longer than the batch under way takes, and not as long as what is behind it.
      const patience = 80 * msPerEntry;
      const asked = performance.now();
      expect(await backlog.settled(entry.id, patience)).toBe(false);
      expect(performance.now() - asked).toBeLessThan(patience / 2);
    });
    await db.sql`DELETE FROM embedding_backlog`;
  });

  test('stops at once with a batch under way, and gives it back', async () => {
    await symlink(await fullShapeModelDir(), modelDir);
    const long = 'The scheduler lost its lease again. '.repeat(2_000);
    for (let count = 0; count < 4; count += 1) await written(long);
    const leased = async () => {
      const [row] = await db.sql<[{ count: number }]>`
        SELECT count(*) FROM embedding_backlog WHERE lease_until > clock_timestamp()`;
      return row.count;
    };
    const models = await openModels();
    const backlog = new EmbeddingBacklog(db, models, logger);
    const stopping = new AbortController();
    const running = backlog.run(stopping.signal);
    await vi.waitFor(async () => expect(await leased()).toBe(4), EVENTUALLY);
    const asked = performance.now();
    stopping.abort();
    await running;
    await models.close();
    // All of it would take half a minute.
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(await leased()).toBe(0);
    expect(await embeddingBacklogReader(db).pending()).toBe(4);
    await db.sql`DELETE FROM embedding_backlog`;
  });

  test('does not keep the vector of a text that was changed meanwhile', async () => {
    await installModel();
    const entry = await written('The old text.');
    await db.transaction(async (tx) => {
      const changed = await entryWriter(tx).patch(entry.id, {
        content: 'The new text.',
        contentHash: 'another',
      });
      if (changed) await embeddingBacklogWriter(tx).enqueue(changed);
    });
    await atWork(async () => {
      await vi.waitFor(
        async () => expect(await embeddingBacklogReader(db).pending()).toBe(0),
        EVENTUALLY,
      );
    });
    expect(await chunksOf(entry.id)).toBe(1);
  });

  test('is not held up by an entry that was deleted', async () => {
    await installModel();
    const gone = await written('Deleted before its turn.');
    const entry = await written('Still there.');
    await db.transaction((tx) => entryWriter(tx).deleteUnsigned(gone.id));
    await atWork(async () => {
      await vi.waitFor(async () => expect(await chunksOf(entry.id)).toBe(1), EVENTUALLY);
    });
    expect(await chunksOf(gone.id)).toBe(0);
  });
});
