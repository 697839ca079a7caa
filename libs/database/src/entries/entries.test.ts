import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import { ForeignKeyViolation, UnstorableTextError } from '../connection/errors.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { diaryReader } from '../diaries/diary-reader.ts';
import { diaryWriter } from '../diaries/diary-writer.ts';
import type { Position } from '../paging.ts';
import { givenAgent, givenDiary, givenEntry, newSignedEntry, testPool } from '../testing/index.ts';
import type { EntryRecord } from './entry-columns.ts';
import type { EntryFilter } from './entry-filter.ts';
import { entryAccessWriter } from './entry-access-writer.ts';
import { entryReader } from './entry-reader.ts';
import { entrySignatureReader } from './entry-signatures.ts';
import { entryWriter } from './entry-writer.ts';
import { tagReader } from './tag-reader.ts';

describe('entries', () => {
  let db: Database;
  let diary: DiaryRecord;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, stop } = await testPool());
  });
  afterAll(() => stop());
  beforeEach(async () => {
    diary = await givenDiary(db, await givenAgent(db, { name: 'scribe' }));
  });

  const writeSigned = ({ entry, signature }: ReturnType<typeof newSignedEntry>) =>
    db.autocommit((tx) => entryWriter(tx).insertMany([entry], [signature]));

  it('come back as they were written, with their author', async () => {
    const written = await givenEntry(db, diary, {
      title: 'Ünïcödé 🦋',
      content: 'Line one\nline two\u2028three',
      tags: ['incident', 'scope:billing', 'with,comma "and" quote'],
      entryType: 'episodic',
      importance: 10,
    });
    expect(await entryReader(db).get(written.id)).toEqual(written);
    expect(written).toMatchObject({
      title: 'Ünïcödé 🦋',
      content: 'Line one\nline two\u2028three',
      tags: ['incident', 'scope:billing', 'with,comma "and" quote'],
      revision: 1,
      accessCount: 0,
      lastAccessedAt: null,
      authorName: 'scribe',
      authorPublicKey: diary.creatorPublicKey,
      updatedAt: written.createdAt,
    });
    expect(written.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(Object.keys(written)).not.toContain('search');
  });

  it('come back as they were written, in their order, where several are written at once', async () => {
    const given = [
      {
        title: 'Ünïcödé 🦋',
        content: 'Line one\nline two\u2028three',
        tags: ['a', 'with,comma "and" quote'],
      },
      { title: null, content: 'No tags, no title: \\ and {}', tags: [] },
      { title: '', content: 'x', tags: ['b'] },
    ];
    const written = await db.transaction((tx) =>
      entryWriter(tx).insertMany(
        given.map((entry, index) => ({
          ...entry,
          id: uuidv7(),
          diaryId: diary.id,
          authorId: diary.creatorId,
          entryType: 'episodic' as const,
          importance: index + 1,
          injectionRisk: index === 1,
          contentFlags: index === 1 ? ['api_key' as const, 'jwt' as const] : [],
          contentHash: `hash ${index}`,
          signatureScheme: null,
          contentSignature: null,
        })),
      ),
    );
    expect(written).toMatchObject(given);
    expect(written.map((entry) => [entry.importance, entry.injectionRisk])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    for (const entry of written) expect(await entryReader(db).get(entry.id)).toEqual(entry);
  });

  it('need a diary that exists and text that can be stored', async () => {
    await expect(givenEntry(db, { ...diary, id: uuidv7() })).rejects.toThrow(ForeignKeyViolation);
    await expect(givenEntry(db, diary, { content: 'a\0b' })).rejects.toThrow(UnstorableTextError);
  });

  describe('listed', () => {
    let entries: Record<string, EntryRecord>;
    beforeEach(async () => {
      const made = [
        { content: 'one', tags: ['a', 'b'], entryType: 'episodic' as const },
        { content: 'two', tags: ['a'] },
        { content: 'three', tags: ['b', 'c'] },
        { content: 'four', tags: [], entryType: 'procedural' as const },
      ];
      entries = {};
      for (const [seconds, given] of made.entries()) {
        const entry = await givenEntry(db, diary, given);
        // The clock of embedded Postgres is no finer than a millisecond: two entries may share one.
        const [at] = await db.sql<[{ createdAt: string }]>`
          UPDATE entries SET created_at = created_at + ${seconds} * interval '1 s'
          WHERE id = ${entry.id} RETURNING created_at`;
        entries[given.content] = { ...entry, createdAt: at.createdAt };
      }
      await db.sql`
        UPDATE entries SET superseded_by = ${entries['three']?.id ?? null}
        WHERE id = ${entries['two']?.id ?? null}`;
    });

    it.each<[string, (all: Record<string, EntryRecord>) => EntryFilter, string[]]>([
      ['without a filter, newest first', () => ({}), ['four', 'three', 'two', 'one']],
      ['that have all of the tags', () => ({ tags: ['a', 'b'] }), ['one']],
      ['that have none of the tags', () => ({ excludeTags: ['a', 'c'] }), ['four']],
      ['of the types', () => ({ entryTypes: ['episodic', 'procedural'] }), ['four', 'one']],
      ['by id', (all) => ({ ids: [all['two']?.id ?? '', uuidv7()] }), ['two']],
      ['later than', (all) => ({ createdAfter: all['two']?.createdAt }), ['four', 'three']],
      ['earlier than', (all) => ({ createdBefore: all['two']?.createdAt }), ['one']],
      ['not superseded', () => ({ excludeSuperseded: true }), ['four', 'three', 'one']],
      [
        'by an empty filter',
        () => ({ ids: [], tags: [], entryTypes: [] }),
        ['four', 'three', 'two', 'one'],
      ],
    ])('%s', async (_, filter, expected) => {
      const list = { diaryId: diary.id, limit: 10, ...filter(entries) };
      const page = await entryReader(db).list(list);
      expect(page.items.map(({ content }) => content)).toEqual(expected);
      expect(page.next).toBeUndefined();
      expect(await entryReader(db).count(list)).toBe(expected.length);
    });
  });

  it('are paged without loss or repetition inside one microsecond, while rows are added', async () => {
    const ids = Array.from({ length: 7 }, () => uuidv7());
    const row = await givenEntry(db, await givenDiary(db, await givenAgent(db)));
    await db.transaction(async (tx) => {
      await entryWriter(tx).insertMany(ids.map((id) => ({ ...row, id, diaryId: diary.id })));
    });
    const seen: string[] = [];
    let after: Position | undefined;
    do {
      const page = await entryReader(db).list({ diaryId: diary.id, limit: 3, after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      await givenEntry(db, diary);
    } while (after);
    expect(seen).toEqual(ids.toReversed());
  });

  it('page by the index, not by sorting the diary', async () => {
    const plan = await db.transaction(async ({ sql }) => {
      await sql`SELECT set_config('enable_seqscan', 'off', true)`;
      return sql`
        EXPLAIN (COSTS OFF) SELECT id FROM entries
        WHERE diary_id = ${diary.id} AND (created_at, id) < (now(), ${diary.id})
        ORDER BY created_at DESC, id DESC LIMIT 21`;
    });
    const text = plan.map((row) => row['queryPlan'] ?? row['QUERY PLAN']).join('\n');
    expect(text).toContain('entries_diary_newest_idx');
    expect(text).not.toContain('Sort');
  });

  it('are changed at the expected revision only, and only in their changeable columns', async () => {
    const entry = await givenEntry(db, diary, { title: 'Before', tags: ['old'] });
    const changes = { title: null, tags: ['new'], authorId: uuidv7(), diaryId: uuidv7() };
    const changed = await db.transaction((tx) => entryWriter(tx).patch(entry.id, changes, 1));
    expect(changed).toEqual({
      ...entry,
      title: null,
      tags: ['new'],
      revision: 2,
      updatedAt: changed?.updatedAt,
    });
    expect(changed?.updatedAt.localeCompare(entry.updatedAt)).toBe(1);
    const stale = await db.transaction((tx) => entryWriter(tx).patch(entry.id, { title: 'x' }, 1));
    expect(stale).toBeUndefined();
    const forced = await db.transaction((tx) => entryWriter(tx).patch(entry.id, { importance: 1 }));
    expect(forced).toMatchObject({ importance: 1, revision: 3 });
  });

  it('of two changes at one revision exactly one wins', async () => {
    const entry = await givenEntry(db, diary);
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        db.transaction((tx) => entryWriter(tx).patch(entry.id, { title: `${index}` }, 1)),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
  });

  it('are not touched by being read', async () => {
    const entry = await givenEntry(db, diary);
    const reads = { entryId: entry.id, count: 2, lastAccessedAt: '2026-11-20T07:00:00.000001Z' };
    const late = { entryId: uuidv7(), count: 1, lastAccessedAt: reads.lastAccessedAt };
    await db.transaction((tx) => entryAccessWriter(tx).add([reads, late]));
    await db.transaction((tx) => entryAccessWriter(tx).add([{ ...reads, count: 3 }]));
    expect(await entryReader(db).get(entry.id)).toEqual({
      ...entry,
      accessCount: 5,
      lastAccessedAt: reads.lastAccessedAt,
    });
  });

  describe('signed', () => {
    it('leave their proof behind when they or their diary are deleted', async () => {
      const given = newSignedEntry(diary, 'once');
      const { id } = given.entry;
      expect(await writeSigned(given)).toEqual([await entryReader(db).get(id)]);
      expect((await diaryReader(db).get(diary.id))?.signed).toBe(true);

      expect(await db.transaction((tx) => diaryWriter(tx).delete(diary.id))).toBe(true);
      expect(await entryReader(db).get(id)).toBeUndefined();
      expect(await entrySignatureReader(db).get(id)).toEqual(given.signature);
    });

    it('are written whole or not at all', async () => {
      await writeSigned(newSignedEntry(diary, 'twice'));
      const again = newSignedEntry(diary, 'twice');
      const { id } = again.entry;
      await expect(writeSigned(again)).rejects.toMatchObject({
        constraint: 'entry_signatures_author_nonce_key',
      });
      expect(await entryReader(db).get(id)).toBeUndefined();
      const left = await db.sql`
        SELECT entry_id FROM embedding_backlog WHERE entry_id = ${id}
        UNION ALL SELECT entry_id FROM change_outbox WHERE entry_id = ${id}`;
      expect(left).toEqual([]);
    });
  });

  it('are deleted many at once, saying which were there', async () => {
    const [one, two] = [await givenEntry(db, diary), await givenEntry(db, diary)];
    const deleted = await db.transaction((tx) =>
      entryWriter(tx).deleteMany([one.id, two.id, uuidv7()]),
    );
    expect(deleted.sort()).toEqual([one.id, two.id].sort());
  });

  it('have tags that are counted by prefix, count and type', async () => {
    await givenEntry(db, diary, { tags: ['scope:a', 'x'], entryType: 'episodic' });
    await givenEntry(db, diary, { tags: ['scope:a', 'scope:b'] });
    const tags = tagReader(db);
    expect(await tags.list({ diaryId: diary.id })).toEqual([
      { tag: 'scope:a', count: 2 },
      { tag: 'scope:b', count: 1 },
      { tag: 'x', count: 1 },
    ]);
    expect(await tags.list({ diaryId: diary.id, prefix: 'scope:', minCount: 2 })).toEqual([
      { tag: 'scope:a', count: 2 },
    ]);
    expect(await tags.list({ diaryId: diary.id, entryTypes: ['episodic'], prefix: 's' })).toEqual([
      { tag: 'scope:a', count: 1 },
    ]);
  });
});
