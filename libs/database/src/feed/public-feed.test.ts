import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { diaryWriter } from '../diaries/diary-writer.ts';
import { entryWriter, type EntryChanges, type NewEntry } from '../entries/entry-writer.ts';
import type { Position } from '../paging.ts';
import { givenAgent, givenDiary, givenEntry, testPool } from '../testing/index.ts';
import {
  type PublicFeedList,
  publicFeedReader,
  publicFeedStatement,
} from './public-feed-reader.ts';
import { insertIntoFeed } from './public-feed-writer.ts';

let db: Database;
let stop: () => Promise<void>;
let open: DiaryRecord;
let closed: DiaryRecord;
beforeAll(async () => {
  ({ db, stop } = await testPool());
  const agent = await givenAgent(db);
  open = await givenDiary(db, agent, { visibility: 'public' });
  closed = await givenDiary(db, agent, { visibility: 'moltnet' });
});
afterAll(() => stop());

const feed = async (request: Partial<PublicFeedList> = {}) =>
  (await publicFeedReader(db).list({ limit: 100, ...request })).items.map(({ id }) => id);
const patch = (id: string, changes: EntryChanges) =>
  db.transaction((tx) => entryWriter(tx).patch(id, changes));
const show = (diary: DiaryRecord, visibility: DiaryRecord['visibility']) =>
  db.transaction((tx) => diaryWriter(tx).patch(diary.id, { visibility }));
const many = (diary: DiaryRecord, count: number, given: Partial<NewEntry> = {}) =>
  Promise.all(Array.from({ length: count }, () => givenEntry(db, diary, given)));

describe('the feed', () => {
  it('has the entries of public diaries, each once, and those of no other', async () => {
    const shown = await givenEntry(db, open, { tags: ['once', 'twice', 'once'] });
    const hidden = await givenEntry(db, closed, { tags: ['once'] });
    expect(await feed()).toContain(shown.id);
    expect(await feed()).not.toContain(hidden.id);
    expect(await feed({ tag: 'once' })).toEqual([shown.id]);
    expect(await feed({ tag: 'twice' })).toEqual([shown.id]);
    expect(await feed({ tag: 'never' })).toEqual([]);
    const [many] = await db.transaction((tx) =>
      entryWriter(tx).insertMany([{ ...shown, id: uuidv7(), tags: ['once'] }]),
    );
    expect(await feed({ tag: 'once' })).toEqual([many?.id, shown.id]);
  });

  it('leaves out what is flagged, unless asked', async () => {
    const risky = await givenEntry(db, open, { tags: ['flags'], injectionRisk: true });
    const secret = await givenEntry(db, open, { tags: ['flags'], contentFlags: ['api_key'] });
    const good = await givenEntry(db, open, { tags: ['flags'] });
    expect(await feed({ tag: 'flags' })).toEqual([good.id]);
    expect(await feed({ tag: 'flags', flagged: true })).toEqual([good.id, secret.id, risky.id]);
    await patch(risky.id, { injectionRisk: false });
    await patch(good.id, { contentFlags: ['jwt'] });
    expect(await feed({ tag: 'flags' })).toEqual([risky.id]);
  });

  it('follows an entry that changes its tags or goes', async () => {
    const entry = await givenEntry(db, open, { tags: ['before'] });
    await patch(entry.id, { tags: ['after'] });
    expect(await feed({ tag: 'before' })).toEqual([]);
    expect(await feed({ tag: 'after' })).toEqual([entry.id]);
    await db.transaction((tx) => entryWriter(tx).deleteMany([entry.id]));
    expect(await feed({ tag: 'after' })).toEqual([]);
    expect(await db.sql`SELECT FROM public_feed WHERE entry_id = ${entry.id}`).toHaveLength(0);
  });

  it('follows a diary that is opened and closed', async () => {
    const entry = await givenEntry(db, closed, { tags: ['opened'] });
    await show(closed, 'public');
    expect(await feed({ tag: 'opened' })).toEqual([entry.id]);
    await show(closed, 'public');
    await show(closed, 'private');
    expect(await feed({ tag: 'opened' })).toEqual([]);
    expect(await db.sql`SELECT FROM public_feed WHERE entry_id = ${entry.id}`).toHaveLength(0);
  });

  it('is right whatever comes in while a diary is opened and closed', async () => {
    for (const [visibility, expected] of [
      ['public', 16],
      ['private', 0],
    ] as const) {
      const diary = await givenDiary(db, await givenAgent(db), {
        visibility: visibility === 'public' ? 'private' : 'public',
      });
      const [changing] = await many(diary, 1);
      await Promise.all([
        many(diary, 10),
        show(diary, visibility),
        many(diary, 5),
        patch(changing?.id ?? '', { tags: [visibility] }),
      ]);
      const [kept] = await db.sql<[{ count: number }]>`
        SELECT count(*) FROM public_feed JOIN entries ON entries.id = entry_id
        WHERE diary_id = ${diary.id} AND topic = ''`;
      expect([visibility, kept.count]).toEqual([visibility, expected]);
    }
  });

  it('page by page loses and repeats nothing, times to the microsecond', async () => {
    const written = await many(open, 25, { tags: ['pages'] });
    await db.sql`
      UPDATE public_feed SET created_at = '2026-01-01T00:00:00.000001Z'
      WHERE entry_id = ANY (${written.map(({ id }) => id)}::uuid[])`;
    await db.sql`
      UPDATE entries SET created_at = '2026-01-01T00:00:00.000001Z'
      WHERE id = ANY (${written.map(({ id }) => id)}::uuid[])`;
    const seen: string[] = [];
    let after: Position | undefined;
    do {
      const page = await publicFeedReader(db).list({
        tag: 'pages',
        flagged: true,
        after,
        limit: 4,
      });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(
      written
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
  });

  describe('of thousands', () => {
    beforeAll(async () => {
      await db.sql`
        WITH entries AS (
          INSERT INTO entries (id, diary_id, author_id, content, content_hash, tags, created_at)
          SELECT gen_random_uuid(), ${open.id}, ${open.creatorId}, 'x', 'x',
                 CASE n % 2 WHEN 0 THEN ARRAY['half'] ELSE '{}' END, now() - n * interval '1 minute'
          FROM generate_series(1, 6000) AS n
          RETURNING *)
        ${insertIntoFeed(db.sql)}`;
      await db.sql`ANALYZE public_feed, entries`;
    });

    const TIME = { createdAt: '2026-01-01T00:00:00Z', id: '018f0000-0000-7000-8000-000000000001' };
    it.each([
      ['the newest', {}],
      ['those with a tag', { tag: 'half' }],
      ['those with flags, too', { flagged: true }],
      ['a later page', { after: TIME }],
    ])('reads %s from one index, in its order', async (_, request) => {
      const plan = await db.sql<object[]>`
        EXPLAIN ${publicFeedStatement(db.sql, { limit: 20, ...request })}`;
      const text = plan.flatMap((row) => Object.values(row)).join('\n');
      expect(text).toMatch(/Index Only Scan Backward using public_feed_pkey/);
      expect(text).not.toMatch(/(?:Seq Scan|Bitmap Heap Scan) on public_feed/);
    });
  });
});
