import { packCid } from '@moltnet/crypto';
import type { CreatePackInput, Pack } from '@moltnet/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Joined } from '../../../test/calls.ts';
import type { Network } from '../../../test/network.ts';
import { startSharedDiary } from '../../../test/shared-diary.ts';

let network: Network;
let owner: Joined;
let writer: Joined;
let reader: Joined;
let stranger: Joined;
let diaryId: string;
/** Short, long, long. */
let entryIds: string[];

const LONG = Array.from(
  { length: 60 },
  (_, at) => `The billing worker wrote line ${at} of its report about lost jobs in Redis.`,
).join(' ');

beforeAll(async () => {
  ({ network, owner, writer, reader, stranger, diaryId } = await startSharedDiary('Packed'));
  const written = [
    { content: 'Jobs get lost when Redis restarts.', title: 'In short' },
    { content: LONG, title: 'The first report', tags: ['billing'] },
    { content: `${LONG} Again.` },
  ];
  entryIds = [];
  for (const each of written) entryIds.push((await owner.client.entries.create(diaryId, each)).id);
});
afterAll(() => network?.stop());

const NOBODYS = '018f0000-0000-7000-8000-0000000000ff';
let made = 0;

/** A pack of all three entries that is like no other. */
function input(given: Partial<CreatePackInput> = {}): CreatePackInput {
  const entries = entryIds.map((entryId, at) => ({ entryId, rank: at + 1 }));
  return { packType: 'custom', params: { made: (made += 1) }, entries, ...given };
}

const create = (given: Partial<CreatePackInput> = {}): Promise<Pack> =>
  owner.client.packs.create(diaryId, input(given));

/** How a pack of one entry is refused. */
const refusalOf = (entryId: string): Promise<unknown> =>
  create({ entries: [{ entryId, rank: 1 }] }).then(
    () => undefined,
    ({ status: refused, errors }: { status: number; errors: unknown }) => ({ refused, errors }),
  );

/** `yes`, or the status that a call is refused with. */
const status = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'yes',
    (error: { status?: number }) => error.status,
  );

/** The packs that an agent sees. */
const seenBy = async ({ client }: Joined): Promise<string[]> =>
  (await client.packs.list({ limit: 100 })).items.map(({ packId }) => packId);

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const DAY_MS = 86_400_000;

describe('a pack', () => {
  test('has all in full where that fits, and its CID can be computed by anyone', async () => {
    const params = { recipe: 'weekly', of: ['a', 1, null, { b: 0.5 }] };
    const pack = await create({ params });
    expect(pack).toMatchObject({ packType: 'custom', params, diaryId, pinned: false });
    expect(pack.entries?.map(({ entryId }) => entryId)).toEqual(entryIds);
    expect(pack.compileStats).toMatchObject({ entriesIncluded: 3, compressionRatio: 1 });
    const entries = (pack.entries ?? []).map(
      ({ entryCidSnapshot: cid, rank, compressionLevel }) => ({
        cid,
        rank,
        compressionLevel,
      }),
    );
    expect(pack.packCid).toBe(packCid({ diaryId, packType: 'custom', params, entries }));
  });

  test.each([1_800, 400, 120, 40, 20, 1])('of %i tokens has no more', async (tokenBudget) => {
    const pack = await create({ tokenBudget });
    const { entries = [] } = await owner.client.packs.get(pack.packId, { expand: 'entries' });
    const sum = entries.reduce((total, { packedTokens }) => total + packedTokens, 0);
    expect(sum).toBeLessThanOrEqual(tokenBudget);
    expect(pack.compileStats.totalTokens).toBe(sum);
    expect(entries.length + pack.compileStats.entriesLeftOut).toBe(3);
    expect(pack.compileStats.budgetUtilization).toBeCloseTo(sum / tokenBudget);
  });

  test('is in order of rank, whatever the order it was asked in', async () => {
    const [first = '', second = ''] = entryIds;
    const entries = [
      { entryId: first, rank: 20 },
      { entryId: second.toUpperCase(), rank: 3 },
    ];
    const pack = await create({ entries });
    expect(pack.entries?.map(({ entryId }) => entryId)).toEqual([second, first]);
  });

  test('asked for again is the same one, also by five at once', async () => {
    const asked = input();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => owner.client.packs.create(diaryId, asked)),
    );
    const again = await owner.client.packs.create(diaryId, asked);
    expect(new Set([...all, again].map(({ packId }) => packId)).size).toBe(1);
    const ids = await network.db.sql`SELECT FROM packs WHERE pack_cid = ${again.packCid}`;
    expect(ids.count).toBe(1);
    expect(again.entries).toHaveLength(3);
  });

  test('keeps its text when an entry changes and when it goes', async () => {
    const { id } = await owner.client.entries.create(diaryId, { content: 'as it was', title: 'T' });
    const { packId } = await create({ entries: [{ entryId: id, rank: 1 }] });
    const text = async () =>
      (await owner.client.packs.get(packId, { expand: 'entries' })).entries?.[0]?.packedText;
    expect(await text()).toBe('## T\n\nas it was\n\n');
    await owner.client.entries.update(id, { content: 'as it is' });
    expect(await text()).toBe('## T\n\nas it was\n\n');
    await owner.client.entries.delete(id);
    expect(await text()).toBe('## T\n\nas it was\n\n');
    const { results } = await owner.client.entries.search({ query: 'as it was', diaryId });
    expect(results.map((result) => result.id)).not.toContain(id);
  });

  test('goes with its diary', async () => {
    const { id } = await owner.client.diaries.create({ name: 'To go' });
    const entry = await owner.client.entries.create(id, { content: 'x' });
    const entries = [{ entryId: entry.id, rank: 1 }];
    const { packId } = await owner.client.packs.create(id, input({ entries }));
    await owner.client.diaries.delete(id);
    await expect(owner.client.packs.get(packId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const kept = await network.db.sql`SELECT FROM pack_entries WHERE pack_id = ${packId}`;
    expect(kept.count).toBe(0);
  });

  test('replaces one of the same diary and no other', async () => {
    const { packId } = await create();
    expect(await create({ supersedesPackId: packId })).toMatchObject({ supersedesPackId: packId });
    const other = await owner.client.diaries.create({ name: 'Other' });
    const entry = await owner.client.entries.create(other.id, { content: 'x' });
    const entries = [{ entryId: entry.id, rank: 1 }];
    for (const supersedesPackId of [packId, NOBODYS]) {
      await expect(
        owner.client.packs.create(other.id, input({ entries, supersedesPackId })),
      ).rejects.toMatchObject({ errors: [{ field: 'body.supersedesPackId' }] });
    }
  });
});

test('a preview is the pack without an id, and stores nothing', async () => {
  const asked = input({ tokenBudget: 300 });
  const preview = await reader.client.packs.preview(diaryId, asked);
  expect(preview).not.toHaveProperty('packId');
  const rows = await network.db.sql`SELECT FROM packs WHERE pack_cid = ${preview.packCid}`;
  expect(rows.count).toBe(0);
  const pack = await owner.client.packs.create(diaryId, asked);
  expect(pack).toMatchObject({ packCid: preview.packCid, entries: preview.entries });
});

describe('is refused', () => {
  test.each<[string, (ids: string[]) => Partial<CreatePackInput>, string[]]>([
    [
      'an entry twice',
      ([a = '']) => ({
        entries: [
          { entryId: a, rank: 1 },
          { entryId: a.toUpperCase(), rank: 2 },
        ],
      }),
      ['body.entries.1.entryId'],
    ],
    [
      'a rank twice',
      ([a = '', b = '']) => ({
        entries: [
          { entryId: a, rank: 1 },
          { entryId: b, rank: 1 },
        ],
      }),
      ['body.entries.1.rank'],
    ],
    [
      'an entry of nobody',
      ([a = '']) => ({
        entries: [
          { entryId: a, rank: 1 },
          { entryId: NOBODYS, rank: 2 },
        ],
      }),
      ['body.entries.1.entryId'],
    ],
    ['no entries', () => ({ entries: [] }), ['body.entries']],
    [
      '501 entries',
      () => ({
        entries: Array.from({ length: 501 }, (_, at) => ({ entryId: NOBODYS, rank: at + 1 })),
      }),
      ['body.entries'],
    ],
    [
      'a rank of 0',
      ([a = '']) => ({ entries: [{ entryId: a, rank: 0 }] }),
      ['body.entries.0.rank'],
    ],
    ['a budget of 0', () => ({ tokenBudget: 0 }), ['body.tokenBudget']],
    ['a budget of 100,001', () => ({ tokenBudget: 100_001 }), ['body.tokenBudget']],
    ['params with a NUL', () => ({ params: { a: ['\u0000'] } }), ['body.params']],
    ['params with a lone surrogate', () => ({ params: { '\ud800': 1 } }), ['body.params']],
    ['params of 10,001 characters', () => ({ params: { a: 'x'.repeat(10_001) } }), ['body.params']],
  ])('%s', async (_, given, fields) => {
    await expect(create(given(entryIds))).rejects.toMatchObject({
      status: 400,
      errors: fields.map((field) => ({ field })),
    });
  });

  test('an entry of another diary, as one that is not there', async () => {
    const entry = await stranger.client.entries.create(
      (await stranger.client.diaries.create({ name: 'Mine' })).id,
      { content: 'mine' },
    );
    expect(await refusalOf(entry.id)).toEqual(await refusalOf(NOBODYS));
  });

  test('what looks like prompt injection, by id, unless it is forced', async () => {
    const { id } = await owner.client.entries.create(diaryId, { content: 'harmless' });
    await network.db.sql`UPDATE entries SET injection_risk = true WHERE id = ${id}`;
    const entries = [{ entryId: id, rank: 1 }];
    await expect(create({ entries })).rejects.toMatchObject({
      status: 409,
      conflict: { flagged: [id] },
    });
    expect((await create({ entries, force: true })).entries).toHaveLength(1);
  });
});

describe('who may what', () => {
  test.each<[string, () => Joined, unknown[]]>([
    ['owner', () => owner, ['yes', 'yes', 'yes', 'yes', 'yes', 'yes']],
    ['writer', () => writer, ['yes', 'yes', 'yes', 403, 'yes', 403]],
    ['reader', () => reader, ['yes', 'yes', 403, 403, 403, 403]],
    ['stranger', () => stranger, [404, 404, 404, 404, 404, 404]],
  ])('%s: get, preview, create, create pinned, set expiry, pin', async (_, who, expected) => {
    const { packId } = await create();
    const { packs } = who().client;
    const outcomes = [
      await status(packs.get(packId)),
      await status(packs.preview(diaryId, input())),
      await status(packs.create(diaryId, input())),
      await status(packs.create(diaryId, input({ pinned: true }))),
      await status(packs.update(packId, { expiresAt: inMs(DAY_MS) })),
      await status(packs.update(packId, { pinned: true })),
    ];
    expect(outcomes).toEqual(expected);
  });

  test('the list of all packs has those of diaries that one can read', async () => {
    const { packId } = await create();
    expect(await seenBy(owner)).toContain(packId);
    expect(await seenBy(reader)).toContain(packId);
    expect(await seenBy(stranger)).toEqual([]);
  });
});

describe('how long a pack is kept', () => {
  test('seven days unless it is pinned', async () => {
    const { expiresAt, createdAt } = await create();
    const days = (Date.parse(expiresAt ?? '') - Date.parse(createdAt)) / DAY_MS;
    expect(days).toBeCloseTo(7, 3);
    expect(await create({ pinned: true })).toMatchObject({ pinned: true, expiresAt: null });
  });

  test('a pack that is made again lives on, and is pinned where that is asked', async () => {
    const asked = input();
    const { packId } = await owner.client.packs.create(diaryId, asked);
    await owner.client.packs.update(packId, { expiresAt: inMs(60_000) });
    const again = await owner.client.packs.create(diaryId, asked);
    expect(Date.parse(again.expiresAt ?? '')).toBeGreaterThan(Date.now() + 6 * DAY_MS);
    const pinned = await owner.client.packs.create(diaryId, { ...asked, pinned: true });
    expect(pinned).toMatchObject({ packId, pinned: true, expiresAt: null });
    const kept = await owner.client.packs.create(diaryId, asked);
    expect(kept).toMatchObject({ packId, pinned: true, expiresAt: null });
  });

  test('If-Match guards it', async () => {
    const { packId, revision } = await create();
    const { packs } = owner.client;
    await packs.update(packId, { pinned: true }, { revision });
    await expect(packs.update(packId, { pinned: true }, { revision })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
    });
  });
});

describe('the list of a diary', () => {
  test('has those that hold an entry, with their entries where that is asked', async () => {
    const { id } = await owner.client.entries.create(diaryId, { content: 'held' });
    const [other = ''] = entryIds;
    const entries = [id, other].map((entryId, at) => ({ entryId, rank: at + 1 }));
    const { packId } = await create({ entries });
    const listed = await owner.client.packs.listOfDiary(diaryId, {
      containsEntry: id,
      expand: 'entries',
    });
    expect(listed.items.map((pack) => pack.packId)).toEqual([packId]);
    expect(listed.items[0]?.entries?.map(({ entryId }) => entryId)).toEqual([id, other]);
  });

  test('in pages loses and repeats nothing while packs are made', async () => {
    const { id } = await owner.client.entries.create(diaryId, { content: 'in pages' });
    const entries = [{ entryId: id, rank: 1 }];
    const first: string[] = [];
    for (let at = 0; at < 5; at += 1) first.push((await create({ entries })).packId);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await owner.client.packs.listOfDiary(diaryId, {
        containsEntry: id,
        limit: 2,
        ...(cursor !== undefined && { cursor }),
      });
      seen.push(...page.items.map(({ packId }) => packId));
      cursor = page.nextCursor;
      if (seen.length < 4) await create({ entries });
    }
    expect(seen).toEqual(first.toReversed());
  });
});

describe('the list of all packs', () => {
  test('has those of a diary that hundreds of diaries are newer than', async () => {
    const teamId = (await owner.client.diaries.get(diaryId)).teamId;
    const { packId } = await create();
    await network.db.sql`
      INSERT INTO diaries (id, name, team_id, creator_id)
      SELECT gen_random_uuid(), 'Newer ' || n, ${teamId}, ${owner.identityId}
      FROM generate_series(1, 501) AS n`;
    expect(await seenBy(owner)).toContain(packId);
    await network.db.sql`DELETE FROM diaries WHERE name LIKE 'Newer %'`;
  });

  test('goes from page to page through the packs of several diaries, newest first', async () => {
    const other = await owner.client.diaries.create({ name: 'Other' });
    const { id: entryId } = await owner.client.entries.create(other.id, { content: 'elsewhere' });
    const here = await create();
    const entries = [{ entryId, rank: 1 }];
    const there = await owner.client.packs.create(other.id, input({ entries }));
    const last = await create();
    const first = await owner.client.packs.list({ limit: 2 });
    expect(first.items.map(({ packId }) => packId)).toEqual([last.packId, there.packId]);
    await create();
    const cursor = first.nextCursor ?? '';
    const second = await owner.client.packs.list({ limit: 1, cursor });
    expect(second.items.map(({ packId }) => packId)).toEqual([here.packId]);
    const holding = await owner.client.packs.list({ containsEntry: entryId });
    expect(holding.items.map(({ packId }) => packId)).toEqual([there.packId]);
    expect((await reader.client.packs.list({ containsEntry: entryId })).items).toEqual([]);
  });
});
