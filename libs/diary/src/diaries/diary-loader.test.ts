import { type Database } from '@moltnet/database';
import { givenAgent, givenDiary, testPool } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiaryLoader } from './diary-loader.ts';

let db: Database;
let stop: () => Promise<void>;
let loader: DiaryLoader;
beforeAll(async () => {
  ({ db, stop } = await testPool(2));
  loader = new DiaryLoader(db);
});
afterAll(() => stop());

test('what is asked for at once comes to who asked for it, in whatever case', async () => {
  const agent = await givenAgent(db);
  const [one, two] = [await givenDiary(db, agent), await givenDiary(db, agent)];
  const asked = [two.id, uuidv7(), one.id.toUpperCase(), two.id];
  const found = await Promise.all(asked.map((id) => loader.load(id)));
  expect(found).toEqual([two, undefined, one, two]);
});

test('more than one statement fetches come all the same', async () => {
  const agent = await givenAgent(db);
  const ids = (await Promise.all(Array.from({ length: 120 }, () => givenDiary(db, agent)))).map(
    ({ id }) => id,
  );
  const found = await Promise.all(ids.map((id) => loader.load(id)));
  expect(found.map((diary) => diary?.id)).toEqual(ids);
});

test('what changed between two questions is seen by the second', async () => {
  const { id } = await givenDiary(db, await givenAgent(db));
  expect(await loader.load(id)).toMatchObject({ name: 'Private' });
  await db.sql`UPDATE diaries SET name = 'Renamed' WHERE id = ${id}`;
  expect(await loader.load(id)).toMatchObject({ name: 'Renamed' });
  await db.sql`DELETE FROM diaries WHERE id = ${id}`;
  expect(await loader.load(id)).toBeUndefined();
});
