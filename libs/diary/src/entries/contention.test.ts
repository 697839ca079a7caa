import type { AgentPrincipal } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { retentionWriter } from '@moltnet/database';
import { randomStream } from '@moltnet/embedding/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../../test/world.ts';

const ROUNDS = 8;
const ENTRIES = 12;

let world: World;
let writer: AgentPrincipal;
beforeAll(async () => {
  world = await startWorld();
  writer = await world.agent();
});
afterAll(() => world.stop());

/** The same each time, so that a failure can be had again. */
const random = randomStream(20_261_120);
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => [random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);

const write = async (diaryId: string, supersedes: readonly (readonly string[])[]) => {
  const entries = supersedes.map((ids, index) => ({
    content: `entry ${index}`,
    supersedes: [...ids],
  }));
  const { items } = await world.entries.createMany(writer, diaryId, { entries });
  return items.map(({ id }) => id);
};

/** Waits that ended in a circle, as Postgres has counted them; each of its backends says so when told to. */
async function deadlocks(): Promise<number> {
  const connections = Array.from({ length: world.db.sql.options.max });
  await Promise.all(
    connections.map(() => world.db.sql`SELECT pg_stat_force_next_flush(), pg_sleep(0.05)`),
  );
  const [row] = await world.db.sql<[{ deadlocks: number }]>`
    SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`;
  return row.deadlocks;
}

/** Does all at once; what fails must be a problem that the API can answer. */
async function allAtOnce(work: readonly Promise<unknown>[]): Promise<void> {
  const done = await Promise.allSettled(work);
  const reasons = done.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(reasons.filter((reason) => !(reason instanceof Problem))).toEqual([]);
}

test('superseding, deleting, changing and relating the same entries: none waits in a circle', async () => {
  const { id: diaryId } = await world.diaries.create(writer, { name: 'Busy' });
  const before = await deadlocks();
  for (let round = 0; round < ROUNDS; round += 1) {
    const old = await write(
      diaryId,
      Array.from({ length: ENTRIES }, () => []),
    );
    const between = await write(
      diaryId,
      Array.from({ length: ENTRIES / 2 }, (_, index) => old.slice(2 * index, 2 * index + 2)),
    );
    const lists = await Promise.all(
      between.map((id) => world.entryRelations.list(writer, id, { direction: 'as_source' })),
    );
    const relations = lists.flatMap(({ items }) => items.map(({ id }) => id));
    const some = (count: number) => shuffled([...old, ...between]).slice(0, count);
    const someRelations = () => shuffled(relations).slice(0, 4);
    await allAtOnce([
      write(diaryId, [some(6), []]),
      world.entries.deleteMany(writer, some(8)),
      write(diaryId, [[], some(6)]),
      world.entries.deleteMany(writer, some(8)),
      ...some(4).map((id) => world.entries.delete(writer, id)),
      ...someRelations().map((id) => world.entryRelations.delete(writer, id)),
      ...someRelations().map((id) => world.entryRelations.update(writer, id, 'rejected')),
      ...some(4).map((id) => world.entries.update(writer, id, { title: 'anew', tags: ['t'] })),
      world.db.transaction((tx) =>
        retentionWriter(tx).removeSuperseded({ olderThanMs: 0, limit: 100 }),
      ),
    ]);
  }
  expect((await deadlocks()) - before).toBe(0);
});

test('changing what a diary holds while it is deleted: none waits in a circle', async () => {
  const before = await deadlocks();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id: diaryId } = await world.diaries.create(writer, { name: 'Short-lived' });
    const ids = await write(
      diaryId,
      Array.from({ length: ENTRIES }, () => []),
    );
    await allAtOnce([
      ...ids.map((id) => world.entries.update(writer, id, { tags: [`round-${round}`] })),
      world.diaries.delete(writer, diaryId, { force: false }),
    ]);
  }
  expect((await deadlocks()) - before).toBe(0);
});
