import { type Database, type DiaryRecord, packWriter, renderedPackWriter } from '@moltnet/database';
import { testDiary } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collectExpired } from './collect-expired.ts';

let db: Database;
let diary: DiaryRecord;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ db, diary, stop } = await testDiary(4));
});
afterAll(() => stop());
beforeEach(() => db.sql`DELETE FROM packs`);

const warnings: object[] = [];
const logger = { warn: (fields: object) => void warnings.push(fields) };
beforeEach(() => void warnings.splice(0));

/** A pack; one that is not pinned has expired so many minutes ago. */
async function givenPack({ minutesAgo = 1, pinned = false } = {}): Promise<string> {
  const id = uuidv7();
  const entry = {
    rank: 1,
    entryId: uuidv7(),
    entryCid: 'cid',
    compressionLevel: 'full' as const,
    originalTokens: 1,
    packedTokens: 1,
    packedText: 'kept',
  };
  const counts = { totalTokens: 1, originalTokens: 1, entriesIncluded: 1, entriesCompressed: 0 };
  await db.transaction((tx) =>
    packWriter(tx).create(
      {
        id,
        diaryId: diary.id,
        packCid: id,
        packType: 'custom',
        params: {},
        creatorId: diary.creatorId,
        supersedesPackId: null,
        pinned,
        tokenBudget: 10,
        ...counts,
        entriesLeftOut: 0,
        elapsedMs: 1,
        keepDays: 7,
      },
      [entry],
    ),
  );
  if (!pinned) await expire('packs', id, minutesAgo);
  return id;
}

async function givenRendered(sourcePackId: string, pinned: boolean): Promise<string> {
  const id = uuidv7();
  await db.transaction((tx) =>
    renderedPackWriter(tx).create({
      id,
      packCid: id,
      sourcePackId,
      diaryId: diary.id,
      contentHash: 'cid',
      renderMethod: 'server:markdown',
      renderedMarkdown: 'kept',
      totalTokens: 1,
      creatorId: diary.creatorId,
      pinned,
      keepDays: 7,
    }),
  );
  return id;
}

const expire = (table: 'packs' | 'rendered_packs', id: string, minutesAgo: number) => db.sql`
  UPDATE ${db.sql(table)}
  SET expires_at = clock_timestamp() - ${minutesAgo} * interval '1 minute' WHERE id = ${id}`;

const left = async (table = 'packs'): Promise<string[]> =>
  (await db.sql<{ id: string }[]>`SELECT id FROM ${db.sql(table)} ORDER BY id`).map(({ id }) => id);

test('takes what has expired with its text, and nothing else', async () => {
  await givenPack();
  const pinned = await givenPack({ pinned: true });
  const alive = await givenPack({ minutesAgo: -1 });
  expect(await collectExpired(db, logger)).toBe(1);
  expect(await left()).toEqual([pinned, alive]);
  const texts = await db.sql`SELECT FROM pack_entries`;
  expect(texts.count).toBe(2);
});

test('takes more than a batch', async () => {
  for (let at = 0; at < 120; at += 1) await givenPack({ minutesAgo: at + 1 });
  expect(await collectExpired(db, logger)).toBe(120);
  expect(await left()).toEqual([]);
});

describe('a row that cannot be deleted', () => {
  beforeAll(
    () => db.sql`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'bad row'; END $$`,
  );

  test('holds up no other, and is named in the log', async () => {
    // The first to expire, so that it comes first in every run.
    const bad = await givenPack({ minutesAgo: 1_000 });
    await db.sql.unsafe(`
      CREATE TRIGGER bad BEFORE DELETE ON packs FOR EACH ROW
      WHEN (OLD.id = '${bad}') EXECUTE FUNCTION refuse()`);
    try {
      for (let at = 0; at < 60; at += 1) await givenPack({ minutesAgo: at + 1 });
      expect(await collectExpired(db, logger)).toBe(60);
      expect(await left()).toEqual([bad]);
      expect(warnings).toContainEqual(expect.objectContaining({ id: bad }));
    } finally {
      await db.sql`DROP TRIGGER bad ON packs`;
    }
    expect(await collectExpired(db, logger)).toBe(1);
  });
});

describe('what was rendered', () => {
  test('goes with its pack', async () => {
    await givenRendered(await givenPack(), false);
    await collectExpired(db, logger);
    expect(await left('rendered_packs')).toEqual([]);
  });

  test('goes by itself when its own time is over', async () => {
    const pack = await givenPack({ minutesAgo: -1 });
    await expire('rendered_packs', await givenRendered(pack, false), 1);
    expect(await collectExpired(db, logger)).toBe(1);
    expect(await left()).toEqual([pack]);
  });

  test('and is pinned keeps its pack, until it is unpinned', async () => {
    const pack = await givenPack();
    const rendered = await givenRendered(pack, true);
    expect(await collectExpired(db, logger)).toBe(0);
    expect(await left()).toEqual([pack]);
    await db.sql`
      UPDATE rendered_packs SET pinned = false, expires_at = clock_timestamp()
      WHERE id = ${rendered}`;
    expect(await collectExpired(db, logger)).toBe(2);
    expect(await left()).toEqual([]);
  });
});

test('two at once delete each pack once', async () => {
  for (let at = 0; at < 60; at += 1) await givenPack({ minutesAgo: at + 1 });
  const counts = await Promise.all([collectExpired(db, logger), collectExpired(db, logger)]);
  expect(counts[0] + counts[1]).toBe(60);
  expect(warnings).toEqual([]);
});
