import type { AgentPrincipal } from '@moltnet/auth';
import { LIMITS, type PatchEntryInput } from '@moltnet/contract';
import {
  diaryWriter,
  embeddingBacklogWriter,
  embeddingWriter,
  entryAccessWriter,
  entryReader,
} from '@moltnet/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

const MODEL = 'model-under-test';
const WITHIN = { timeout: 20_000, interval: 20 };

let world: World;
let author: AgentPrincipal;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  author = await world.agent();
});
afterAll(() => world.stop());
beforeEach(async () => {
  const { id: diaryId } = await world.diaries.create(author, { name: 'Changes' });
  const text = { title: 'Queues', content: 'Redis lost jobs.', tags: ['incident'] };
  ({ id } = await world.entries.create(author, diaryId, text));
});

const hash = async () => (await entryReader(world.db).get(id))?.contentHash ?? '';
const embed = async () => {
  const contentHash = await hash();
  await world.db.transaction(async (tx) => {
    const chunks = [new Float32Array(384).fill(0.05)];
    await embeddingWriter(tx).replace({ entryId: id, model: MODEL, contentHash, chunks });
    await embeddingBacklogWriter(tx).finish(id, contentHash);
  });
};
/** Where its vectors are: another place once they are written anew. */
const places = () => world.db.sql`SELECT ctid::text FROM entry_embeddings WHERE entry_id = ${id}`;
const waiting = () => world.db.sql`
  SELECT content_hash FROM embedding_backlog WHERE entry_id = ${id}`;

describe('vectors', () => {
  test.each<[PatchEntryInput]>([
    [{ importance: 9 }],
    [{ entryType: 'episodic' }],
    [{ title: 'Queues', content: 'Redis lost jobs.', tags: ['incident'] }],
  ])('stay where they are: %j', async (patch) => {
    await embed();
    const before = await places();
    await world.entries.update(author, id, patch);
    expect(await places()).toEqual(before);
    expect(await waiting()).toEqual([]);
  });

  test.each<[PatchEntryInput]>([
    [{ title: 'Lost' }],
    [{ content: 'It was found.' }],
    [{ tags: ['resolved'] }],
  ])('are made anew: %j', async (patch) => {
    await embed();
    await world.entries.update(author, id, patch);
    expect(await places()).toEqual([]);
    expect(await waiting()).toEqual([{ contentHash: await hash() }]);
  });

  test('that are being made are asked for again by the hash of the new type', async () => {
    const before = await hash();
    await world.entries.update(author, id, { entryType: 'episodic' });
    expect(await hash()).not.toBe(before);
    expect(await waiting()).toEqual([{ contentHash: await hash() }]);
  });
});

test('what is searched by words is made anew where the words are others, and only there', async () => {
  const definition = `
    FUNCTION entry_search_vector(title text, tags text[], content text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE`;
  const [row] = await world.db.sql<[{ body: string }]>`
    SELECT prosrc AS body FROM pg_proc WHERE proname = 'entry_search_vector'`;
  await world.db.sql.unsafe(
    `CREATE OR REPLACE ${definition} AS $$ BEGIN RAISE 'made anew'; END $$`,
  );
  try {
    await world.entries.update(author, id, { importance: 9 });
    await world.entries.update(author, id, { entryType: 'episodic' });
    await expect(world.entries.update(author, id, { title: 'Lost' })).rejects.toThrow('made anew');
  } finally {
    await world.db.sql.unsafe(`CREATE OR REPLACE ${definition} AS $body$${row.body}$body$`);
  }
});

test('reads are counted beside the entry, and in place', async () => {
  await world.db.transaction(async (tx) => {
    const read = { entryId: id, count: 1, lastAccessedAt: new Date().toISOString() };
    await entryAccessWriter(tx).add([read]);
    // Of the session, what it has not reported yet included.
    const counted = async () => {
      const [row] = await tx.sql<[Record<'entries' | 'counters' | 'inPlace', number>]>`
        SELECT pg_stat_get_xact_tuples_updated('entries'::regclass) AS entries,
               pg_stat_get_xact_tuples_updated('entry_access'::regclass) AS counters,
               pg_stat_get_xact_tuples_hot_updated('entry_access'::regclass) AS in_place`;
      return row;
    };
    const { entries, counters, inPlace } = await counted();
    await entryAccessWriter(tx).add([read]);
    expect(await counted()).toEqual({ entries, counters: counters + 1, inPlace: inPlace + 1 });
  });
});

// Embedded Postgres does one thing after the other: nobody can come in between there.
test.skipIf(!process.env['TEST_DATABASE_URL'])(
  'a text too long for a public diary is refused while the diary becomes public',
  async () => {
    const { id: diaryId } = await world.diaries.create(author, { name: 'Opened' });
    const entry = await world.entries.create(author, diaryId, { content: 'Short.' });
    const content = 'x'.repeat(LIMITS.publicContent + 1);
    const [changed] = await world.db.transaction(async (tx) => {
      await diaryWriter(tx).lockAgainstEntries(diaryId);
      await diaryWriter(tx).patch(diaryId, { visibility: 'public' });
      let isSettled = false;
      const changing = world.entries.update(author, entry.id, { content });
      const settle = () => void (isSettled = true);
      void changing.then(settle, settle);
      await vi.waitUntil(async () => {
        const [row] = await tx.sql<[{ waits: boolean }]>`
          SELECT EXISTS (SELECT FROM pg_locks
                         WHERE NOT granted
                           AND pg_backend_pid() = ANY (pg_blocking_pids(pid))) AS waits`;
        return isSettled || row.waits;
      }, WITHIN);
      return [changing];
    });
    await expectRefused(changed, 'VALIDATION_FAILED');
  },
);
