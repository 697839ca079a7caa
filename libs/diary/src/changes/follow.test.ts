import {
  type ChangeRecord,
  changeReader,
  type Database,
  type DiaryRecord,
} from '@moltnet/database';
import { givenAgent, givenDiary, givenEntry, testPool } from '@moltnet/database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ChangeFeed } from './change-feed.ts';
import { follow, type Followed } from './follow.ts';

const within = { timeout: 20_000, interval: 20 };

let db: Database;
let diary: DiaryRecord;
let stop: () => Promise<void>;
let feed: ChangeFeed;
let stopping: AbortController;
let running: Promise<void>;
beforeAll(async () => {
  ({ db, stop } = await testPool());
});
afterAll(() => stop());
beforeEach(async () => {
  diary = await givenDiary(db, await givenAgent(db));
  feed = new ChangeFeed(db, { warn: () => expect.fail('the feed failed') });
  stopping = new AbortController();
  running = feed.run(stopping.signal);
  await vi.waitUntil(() => feed.head !== undefined, within);
});
afterEach(async () => {
  stopping.abort();
  await running;
});

const ofDiary = (): Followed => ({
  async read({ after, upTo, limit }) {
    const items = await changeReader(db).ofDiary(diary.id, { after, limit });
    return { items, through: items.length < limit ? upTo : (items.at(-1)?.seq ?? upTo) };
  },
  includes: ({ diaryId }) => diaryId === diary.id,
});

const now = async () => (await changeReader(db).numbers()).lastSeq;
const write = async (count: number) => {
  const ids: string[] = [];
  for (let written = 0; written < count; written += 1) ids.push((await givenEntry(db, diary)).id);
  return ids;
};

function listen(position: number, deliver?: (changes: readonly ChangeRecord[]) => Promise<void>) {
  const heard: ChangeRecord[] = [];
  const hangUp = new AbortController();
  const ended = follow(
    { db, feed },
    ofDiary(),
    position,
    async (changes) => {
      heard.push(...changes);
      await deliver?.(changes);
    },
    AbortSignal.any([hangUp.signal, stopping.signal]),
  );
  return {
    heard,
    ended,
    hangUp: () => hangUp.abort(),
    ids: () => heard.map(({ entryId }) => entryId),
  };
}

describe('who follows a diary', () => {
  test('hears of each change once, in order, whenever it began', async () => {
    const position = await now();
    const live = listen(position);
    const writing = write(30);
    await vi.waitFor(() => expect(live.heard.length).toBeGreaterThan(5), within);
    const later = listen(position);
    const ids = await writing;
    await vi.waitFor(() => expect(live.ids()).toEqual(ids), within);
    await vi.waitFor(() => expect(later.ids()).toEqual(ids), within);
    const third = live.heard[2]?.seq ?? 0;
    const resumed = listen(third);
    await vi.waitFor(() => expect(resumed.ids()).toEqual(ids.slice(3)), within);
  });

  test('hears of no other diary', async () => {
    const other = await givenDiary(db, await givenAgent(db));
    const { ids } = listen(await now());
    await givenEntry(db, other);
    const [mine] = await write(1);
    await vi.waitFor(() => expect(ids()).toEqual([mine]), within);
  });

  test('and hangs up is not told any more', async () => {
    const { ended, hangUp, heard } = listen(await now());
    await write(1);
    await vi.waitFor(() => expect(heard).toHaveLength(1), within);
    hangUp();
    expect(await ended).toBeUndefined();
    const before = feed.head ?? 0;
    await write(1);
    await vi.waitFor(() => expect(feed.head).toBeGreaterThan(before), within);
    expect(heard).toHaveLength(1);
  });

  test('and is too slow is left behind with an end, not with a growing heap', async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const { ended, heard } = listen(await now(), () => Promise.race([never, aborted(release)]));
    const release = new AbortController();
    await write(1);
    await vi.waitFor(() => expect(heard).toHaveLength(1), within);
    await db.sql`
      INSERT INTO change_outbox (diary_id, kind, entry_id)
      SELECT ${diary.id}, 'entry.updated', ${diary.id} FROM generate_series(1, 3000)`;
    const target = (await now()) + 3_000;
    await vi.waitFor(() => expect(feed.head).toBeGreaterThanOrEqual(target), within);
    release.abort();
    expect(await ended).toBe('slow');
  });

  test('from before what is kept is told to read the list again', async () => {
    const position = await now();
    await write(1);
    await vi.waitFor(async () => expect(await now()).toBeGreaterThan(position), within);
    await db.sql`UPDATE diary_change_numbers SET pruned_seq = last_seq`;
    expect(await listen(position).ended).toBe('gone');
  });
});

async function aborted({ signal }: AbortController): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve());
  await promise;
}
