import {
  connect,
  type Database,
  type EntrySignatureRecord,
  entryReader,
  entrySignatureReader,
  ForeignKeyViolation,
  type NewEntry,
  UnstorableTextError,
} from '@moltnet/database';
import { givenAgent, givenDiary, testDatabase, type TestDatabase } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EntryInserter } from './entry-inserter.ts';

let server: TestDatabase;
let db: Database;
let inserter: EntryInserter;
beforeAll(async () => {
  server = await testDatabase();
  db = connect(server.url, { applicationName: 'test', max: 4 });
  inserter = new EntryInserter(db);
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

const diaryOf = async () => givenDiary(db, await givenAgent(db));

function entryIn({ id: diaryId, creatorId }: { id: string; creatorId: string }, content: string) {
  const id = uuidv7();
  return {
    id,
    diaryId,
    authorId: creatorId,
    title: null,
    content,
    tags: [],
    entryType: 'semantic',
    importance: 5,
    injectionRisk: false,
    contentFlags: [],
    contentHash: `hash of ${id}`,
    signatureScheme: null,
    contentSignature: null,
  } satisfies NewEntry;
}

function signed(entry: NewEntry, nonce: string): [NewEntry, EntrySignatureRecord] {
  const { id: entryId, diaryId, authorId, contentHash } = entry;
  return [
    { ...entry, signatureScheme: 'v2', contentSignature: 'sig' },
    {
      entryId,
      diaryId,
      authorId,
      contentHash,
      publicKey: 'ed25519:key',
      scheme: 'v2',
      nonce,
      signedAt: '2026-11-20T07:00:00.000000Z',
      createdAtText: null,
      prev: null,
      value: 'sig',
      signingRequestId: null,
    },
  ];
}

test('what is written at once comes to who wrote it, whatever diary it is in', async () => {
  const diaries = [await diaryOf(), await diaryOf()] as const;
  const entries = Array.from({ length: 40 }, (_, index) =>
    entryIn(diaries[index % 2 === 0 ? 0 : 1], `entry ${index}`),
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
  const [first, proof] = signed(entryIn(diary, 'first'), 'nonce');
  const [again, sameNonce] = signed(entryIn(diary, 'again'), 'nonce');
  const plain = entryIn(diary, 'plain');
  await inserter.insert(first, proof);
  const [repeated, unstorable, homeless, written] = await Promise.allSettled([
    inserter.insert(again, sameNonce),
    inserter.insert(entryIn(diary, 'a\0b')),
    inserter.insert(entryIn(gone, 'homeless')),
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
  expect(await entryReader(db).get(again.id)).toBeUndefined();
  expect(await entrySignatureReader(db).get(first.id)).toEqual(proof);
});
