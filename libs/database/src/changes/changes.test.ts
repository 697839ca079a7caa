import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { diaryWriter } from '../diaries/diary-writer.ts';
import { entryRelationWriter } from '../entry-relations/entry-relation-writer.ts';
import { entryWriter } from '../entries/entry-writer.ts';
import { givenAgent, givenDiary, givenEntry, testPool } from '../testing/index.ts';
import { changeReader } from './change-reader.ts';
import { changeWriter } from './change-writer.ts';

let db: Database;
let diary: DiaryRecord;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ db, stop } = await testPool());
});
afterAll(() => stop());
beforeEach(async () => {
  diary = await givenDiary(db, await givenAgent(db));
});

const number = (limit = 500) => db.transaction((tx) => changeWriter(tx).number(limit));
const changes = () => changeReader(db).ofDiary(diary.id, { after: 0, limit: 1_000 });
const kinds = async () => (await changes()).map(({ kind }) => kind);

describe('each write of an entry is a change', () => {
  it('told in the transaction that made it, and numbered from one on', async () => {
    const { lastSeq } = await changeReader(db).numbers();
    const [one, two] = [await givenEntry(db, diary), await givenEntry(db, diary)];
    await db.transaction((tx) => entryWriter(tx).patch(one.id, { importance: 7 }));
    await db.transaction((tx) => entryWriter(tx).deleteUnsigned(one.id));
    await db.transaction((tx) => entryWriter(tx).deleteMany([two.id, uuidv7()]));
    expect(await changeReader(db).numbers()).toMatchObject({ lastSeq, waiting: true });
    expect(await number()).toBe(5);
    expect(await changeReader(db).numbers()).toMatchObject({
      lastSeq: lastSeq + 5,
      waiting: false,
    });
    const told = (kind: string, entryId: string, revision: number) => ({
      kind,
      entryId,
      revision,
      relatedId: null,
      relationId: null,
      diaryId: diary.id,
    });
    expect(await changes()).toMatchObject([
      { seq: lastSeq + 1, ...told('entry.created', one.id, 1) },
      { seq: lastSeq + 2, ...told('entry.created', two.id, 1) },
      { seq: lastSeq + 3, ...told('entry.updated', one.id, 2) },
      { seq: lastSeq + 4, ...told('entry.deleted', one.id, 2) },
      { seq: lastSeq + 5, ...told('entry.deleted', two.id, 1) },
    ]);
  });

  it('and so is each of a relation, and what follows from it', async () => {
    const [one, two] = [await givenEntry(db, diary), await givenEntry(db, diary)];
    await number();
    const { lastSeq } = await changeReader(db).numbers();
    const relation = {
      id: uuidv7(),
      sourceId: two.id,
      targetId: one.id,
      relation: 'supersedes',
      status: 'proposed',
      proposedBy: diary.creatorId,
      decidedBy: null,
    } as const;
    await db.transaction((tx) => entryRelationWriter(tx).insertMany(diary.id, [relation]));
    await db.transaction((tx) =>
      entryRelationWriter(tx).setStatus(relation.id, 'accepted', diary.creatorId),
    );
    await db.transaction((tx) => entryRelationWriter(tx).delete(relation.id));
    await number();
    const told = await changeReader(db).ofDiary(diary.id, { after: lastSeq, limit: 10 });
    const ends = { relationId: relation.id, entryId: two.id, relatedId: one.id };
    expect(told).toMatchObject([
      { kind: 'relation.created', ...ends },
      { kind: 'relation.updated', ...ends },
      { kind: 'entry.superseded', entryId: one.id, relatedId: two.id, revision: 2 },
      { kind: 'relation.deleted', ...ends },
      { kind: 'entry.updated', entryId: one.id, relatedId: null, revision: 3 },
    ]);
  });

  it('but those that go with their diary, which nobody may follow any more', async () => {
    const [one, two] = [await givenEntry(db, diary), await givenEntry(db, diary)];
    const made = { relation: 'supports', status: 'proposed', decidedBy: null } as const;
    const ends = { sourceId: one.id, targetId: two.id, proposedBy: diary.creatorId };
    await db.transaction((tx) =>
      entryRelationWriter(tx).insertMany(diary.id, [{ id: uuidv7(), ...made, ...ends }]),
    );
    await db.transaction((tx) => diaryWriter(tx).delete(diary.id));
    await number();
    expect(await kinds()).toEqual(['entry.created', 'entry.created', 'relation.created']);
  });

  it('and none where nothing was written', async () => {
    const entry = await givenEntry(db, diary);
    await number();
    await db.transaction((tx) => entryWriter(tx).patch(entry.id, { importance: 7 }, 9));
    await db.transaction((tx) => entryWriter(tx).deleteUnsigned(entry.id, 9));
    await expect(
      db.transaction(async (tx) => {
        await entryWriter(tx).patch(entry.id, { importance: 8 });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await number()).toBe(0);
    expect(await kinds()).toEqual(['entry.created']);
  });

  it('because nothing but the writer of entries writes them', () => {
    const root = join(import.meta.dirname, '../../../..');
    const sources = ['libs', 'apps'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|node_modules|testing/.test(path))
        .map((path) => join(folder, path)),
    );
    const writing = /(?:INSERT INTO|UPDATE|DELETE FROM)\s+entries\b/;
    const writers = sources.filter((path) => writing.test(readFileSync(join(root, path), 'utf8')));
    expect(writers).toEqual([join('libs', 'database', 'src', 'entries', 'entry-writer.ts')]);
  });
});

describe('numbers', () => {
  it('are given in the order of commits: who commits late is not behind who has been read', async () => {
    // As a transaction does that took its place in the outbox first and commits last.
    const [early] = await db.sql<[{ id: number }]>`
      SELECT nextval(pg_get_serial_sequence('change_outbox', 'id')) AS id`;
    await givenEntry(db, diary);
    await number();
    const [read] = await changes();
    await db.sql`
      INSERT INTO change_outbox (id, diary_id, kind, entry_id) OVERRIDING SYSTEM VALUE
      VALUES (${early.id}, ${diary.id}, 'entry.updated', ${diary.id})`;
    await number();
    const next = await changeReader(db).ofDiary(diary.id, { after: read?.seq ?? 0, limit: 10 });
    expect(next).toMatchObject([{ kind: 'entry.updated' }]);
  });

  it('have no gap and no double where several processes give them while others write', async () => {
    const { lastSeq } = await changeReader(db).numbers();
    const writing = Array.from({ length: 40 }, () => givenEntry(db, diary));
    const numbering = Array.from({ length: 20 }, () => number(3));
    await Promise.all([...writing, ...numbering]);
    while ((await changeReader(db).numbers()).waiting) await number();
    const seqs = (await changes()).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 40 }, (_, index) => lastSeq + index + 1));
  });

  it('are kept when the oldest changes go, and say how far those went', async () => {
    await givenEntry(db, diary);
    await givenEntry(db, diary);
    await number();
    const [first, second] = await changes();
    await db.sql`UPDATE diary_changes SET occurred_at = occurred_at - interval '8 days'
                 WHERE seq <= ${first?.seq ?? 0}`;
    const prune = () => db.transaction((tx) => changeWriter(tx).prune(7 * 24 * 3_600_000, 10_000));
    expect(await prune()).toBeGreaterThan(0);
    expect(await prune()).toBe(0);
    expect(await changes()).toEqual([second]);
    expect(await changeReader(db).numbers()).toEqual({
      lastSeq: second?.seq,
      prunedSeq: first?.seq,
      waiting: false,
    });
  });
});
