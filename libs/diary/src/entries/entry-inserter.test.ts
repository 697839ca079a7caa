import {
  type Database,
  entryReader,
  entrySignatureReader,
  ForeignKeyViolation,
  type NewEntry,
  UnstorableTextError,
} from '@moltnet/database';
import {
  givenAgent,
  givenDiary,
  newEntry,
  newSignedEntry,
  testPool,
} from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { earlierEntry, entryClaim } from './entry-claim.ts';
import { EntryInserter } from './entry-inserter.ts';
import { entryView } from './entry-view.ts';

let db: Database;
let stop: () => Promise<void>;
let inserter: EntryInserter;
beforeAll(async () => {
  ({ db, stop } = await testPool(4));
  inserter = new EntryInserter(db);
});
afterAll(() => stop());

const claimOf = (entry: NewEntry, key: string) =>
  entryClaim(entry, { key, route: 'createEntry', requestHash: 'hash' }, entry.content);

const diaryOf = async () => givenDiary(db, await givenAgent(db));

test('what is written at once comes to who wrote it, whatever diary it is in', async () => {
  const diaries = [await diaryOf(), await diaryOf()] as const;
  const entries = Array.from({ length: 40 }, (_, index) =>
    newEntry(diaries[index % 2 === 0 ? 0 : 1], { content: `entry ${index}` }),
  );
  const written = await Promise.all(entries.map((entry) => inserter.insert(entry)));
  expect(written).toMatchObject(entries);
  for (const record of written) expect(await entryReader(db).get(record.id)).toEqual(record);
  const [left] = await db.sql<[{ waiting: number; told: number }]>`
    SELECT (SELECT count(*) FROM embedding_backlog) AS waiting,
           (SELECT count(*) FROM change_outbox WHERE kind = 'entry.created') AS told`;
  expect(left).toEqual({ waiting: 40, told: 40 });
});

test('one that cannot be written keeps no other from it', async () => {
  const diary = await diaryOf();
  const gone = { ...diary, id: uuidv7() };
  const first = newSignedEntry(diary, 'nonce');
  const again = newSignedEntry(diary, 'nonce');
  const plain = newEntry(diary);
  await inserter.insert(first.entry, first.signature);
  const [repeated, unstorable, homeless, written] = await Promise.allSettled([
    inserter.insert(again.entry, again.signature),
    inserter.insert(newEntry(diary, { content: 'a\0b' })),
    inserter.insert(newEntry(gone)),
    inserter.insert(plain),
  ]);
  expect(repeated).toMatchObject({
    status: 'rejected',
    reason: { constraint: 'entry_signatures_author_nonce_key' },
  });
  expect(unstorable).toMatchObject({
    status: 'rejected',
    reason: expect.any(UnstorableTextError),
  });
  expect(homeless).toMatchObject({ status: 'rejected', reason: expect.any(ForeignKeyViolation) });
  expect(written).toMatchObject({ status: 'fulfilled', value: plain });
  expect(await entryReader(db).get(again.entry.id)).toBeUndefined();
  expect(await entrySignatureReader(db).get(first.entry.id)).toEqual(first.signature);
});

test('of two processes that write under the same keys each makes what the other does not', async () => {
  const diary = await diaryOf();
  const keys = Array.from({ length: 12 }, (_, index) => `both ${index}`);
  const write = async (by: EntryInserter, key: string) => {
    const entry = newEntry(diary, { content: key });
    return [key, await by.insertOnce(entry, undefined, claimOf(entry, key))] as const;
  };
  const other = new EntryInserter(db);
  // Each begins at the other's end, so that they would wait for each other in a circle.
  const written = await Promise.all([
    ...keys.map((key) => write(inserter, key)),
    ...keys.toReversed().map((key) => write(other, key)),
  ]);
  const made = written.flatMap(([key, record]) => (record ? [key] : []));
  expect(made.toSorted()).toEqual(keys.toSorted());
  const [{ count }] = await db.sql<[{ count: number }]>`
    SELECT count(*) FROM entries WHERE diary_id = ${diary.id}`;
  expect(count).toBe(12);
});

test('a repeat is answered with what was kept where that is not what was sent', async () => {
  const diary = await diaryOf();
  const entry = newEntry(diary, { content: 'The key is [redacted].' });
  const sent = 'The key is mlt_ak_1.';
  const asked = { key: 'screened', route: 'createEntry', requestHash: 'hash' };
  const record = await inserter.insertOnce(entry, undefined, entryClaim(entry, asked, sent));
  expect(record).toEqual(await entryReader(db).get(entry.id));
  expect(await earlierEntry(db, diary.creatorId, asked, sent)).toEqual(record && entryView(record));
});
