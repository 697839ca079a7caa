import { type Database, entryShareWriter, type Subject } from '@moltnet/database';
import { givenAgent, givenDiary, givenEntry, testPool } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EntryLoader } from './entry-loader.ts';

let db: Database;
let stop: () => Promise<void>;
let loader: EntryLoader;
beforeAll(async () => {
  ({ db, stop } = await testPool(2));
  loader = new EntryLoader(db);
});
afterAll(() => stop());

const agent = (subjectId: string): Subject => ({ subjectId, subjectNs: 'Agent' });

test('what is asked for at once comes to who asked for it, each as it is for them', async () => {
  const author = await givenAgent(db);
  const [mine, theirs] = [agent(author.identityId), agent((await givenAgent(db)).identityId)];
  const diary = await givenDiary(db, author, { visibility: 'moltnet' });
  const shown = await givenEntry(db, diary, { content: 'Shown to one.' });
  const kept = await givenEntry(db, diary, { content: 'Kept.' });
  const share = { id: uuidv7(), entryId: shown.id, diaryId: diary.id, sharedBy: author.identityId };
  await db.transaction((tx) =>
    entryShareWriter(tx).shareWith(share, { subjectId: theirs.subjectId, subjectNs: 'Agent' }),
  );

  const found = await Promise.all([
    loader.load(kept.id, theirs),
    loader.load(shown.id, mine),
    loader.load(uuidv7(), mine),
    loader.load(shown.id, theirs),
    loader.load(shown.id, mine),
  ]);

  const where = { diaryVisibility: 'moltnet', diaryTeamId: author.personalTeamId };
  expect(found).toEqual([
    { ...kept, ...where, shared: false },
    { ...shown, ...where, shared: false },
    undefined,
    { ...shown, ...where, shared: true },
    { ...shown, ...where, shared: false },
  ]);
});

test('more than one statement fetches come all the same', async () => {
  const author = await givenAgent(db);
  const diary = await givenDiary(db, author);
  const entry = await givenEntry(db, diary, {});
  const asked = Array.from({ length: 250 }, () => loader.load(entry.id, agent(author.identityId)));
  const ids = (await Promise.all(asked)).map((found) => found?.id);
  expect(ids).toEqual(Array.from({ length: 250 }, () => entry.id));
});

test('what changed between two questions is seen by the second', async () => {
  const author = await givenAgent(db);
  const entry = await givenEntry(db, await givenDiary(db, author), {});
  expect(await loader.load(entry.id, agent(author.identityId))).toBeDefined();
  await db.sql`DELETE FROM entries WHERE id = ${entry.id}`;
  expect(await loader.load(entry.id, agent(author.identityId))).toBeUndefined();
});
