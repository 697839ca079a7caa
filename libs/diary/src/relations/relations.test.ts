import type { Principal } from '@moltnet/auth';
import type { CreateRelationInput } from '@moltnet/contract';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';
import { supersedeEntries } from './supersede.ts';

let world: World;
let owner: Principal;
let teamId: string;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.agent();
  teamId = await world.team(owner);
});
afterAll(() => world?.stop());

let diaryId: string;
/** Entries of the diary by what they say. */
let ids: Record<'a' | 'b' | 'c' | 'd', string>;
beforeEach(async () => {
  diaryId = (await world.diaries.create(owner, { name: 'Related' }, { teamId })).id;
  ids = { a: await entry('a'), b: await entry('b'), c: await entry('c'), d: await entry('d') };
});

type Name = keyof typeof ids;
const entry = async (content: string) =>
  (await world.entries.create(owner, diaryId, { content })).id;
const relate = async (
  source: Name,
  relation: CreateRelationInput['relation'],
  target: Name,
  status: CreateRelationInput['status'] = 'accepted',
) =>
  (
    await world.entryRelations.create(owner, ids[source], {
      targetId: ids[target],
      relation,
      status,
    })
  ).relation;
const supersededBy = async (name: Name) => (await world.entries.get(owner, ids[name])).supersededBy;

/** Relations as `a supports b`, with the depth where one is asked for. */
async function reached(from: Name, query: Parameters<World['entryRelations']['list']>[2] = {}) {
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  const { items } = await world.entryRelations.list(owner, ids[from], query);
  return items.map(({ depth, sourceId, relation, targetId }) =>
    [depth, names.get(sourceId), relation, names.get(targetId)].join(' '),
  );
}

describe('a relation', () => {
  test('says who proposed it and who decided, and what the entries said then', async () => {
    const writer = await world.agent();
    await world.join(teamId, writer, 'manager');
    const made = await world.entryRelations.create(owner, ids.a, {
      targetId: ids.b,
      relation: 'supports',
    });
    const { contentHash } = await world.entries.get(owner, ids.a);
    expect(made).toMatchObject({
      isNew: true,
      relation: {
        sourceId: ids.a,
        targetId: ids.b,
        relation: 'supports',
        status: 'proposed',
        sourceCidSnapshot: contentHash,
        proposedBy: owner.identityId,
        decidedBy: null,
        workflowId: null,
        confidence: null,
        similarity: null,
      },
    });
    await world.entries.update(owner, ids.a, { content: 'something else' });
    const { id } = made.relation;
    const accepted = await world.entryRelations.update(writer, id, 'accepted');
    expect(accepted).toMatchObject({
      status: 'accepted',
      decidedBy: writer.identityId,
      proposedBy: owner.identityId,
      sourceCidSnapshot: contentHash,
    });
    expect(await world.entryRelations.update(writer, id, 'proposed')).toMatchObject({
      decidedBy: null,
    });
    await world.entryRelations.delete(writer, id);
    expect(await reached('a')).toEqual([]);
    await expectRefused(world.entryRelations.delete(writer, id), 'NOT_FOUND');
  });

  test('that is there stays as it is, and of two at once one is new', async () => {
    const input = { targetId: ids.b, relation: 'references' as const };
    const both = await Promise.all([
      world.entryRelations.create(owner, ids.a, input),
      world.entryRelations.create(owner, ids.a, { ...input, status: 'accepted' }),
    ]);
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(both[0].relation).toEqual(both[1].relation);
    expect(await reached('a')).toEqual(['1 a references b']);
  });

  test('repeated with its idempotency key answers as at first', async () => {
    const idempotency = { key: uuidv7(), route: 'createRelation', requestHash: 'same' };
    const input = { targetId: ids.b, relation: 'references' as const };
    const first = await world.entryRelations.create(owner, ids.a, input, idempotency);
    expect(await world.entryRelations.create(owner, ids.a, input, idempotency)).toEqual(first);
  });

  test.each<[string, () => Promise<string>]>([
    ['itself', async () => ids.a],
    ['nothing', async () => uuidv7()],
    [
      'an entry of another diary',
      async () => {
        const other = await world.diaries.create(owner, { name: 'Other' });
        return (await world.entries.create(owner, other.id, { content: 'elsewhere' })).id;
      },
    ],
  ])('to %s is refused, in the same words', async (_, target) => {
    const input = { targetId: await target(), relation: 'supports' as const };
    await expect(world.entryRelations.create(owner, ids.a, input)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'body.targetId', message: 'is not another entry of the same diary' }],
    });
  });

  test.each<[string, 'member' | undefined, 'FORBIDDEN' | 'NOT_FOUND']>([
    ['a member, who reads', 'member', 'FORBIDDEN'],
    ['a stranger', undefined, 'NOT_FOUND'],
  ])('is not for %s to make or to change', async (_, role, code) => {
    const who = await world.agent();
    if (role) await world.join(teamId, who, role);
    const { id } = await relate('a', 'supports', 'b');
    const input = { targetId: ids.c, relation: 'supports' as const };
    await expectRefused(world.entryRelations.create(who, ids.a, input), code);
    await expectRefused(world.entryRelations.update(who, id, 'rejected'), code);
    await expectRefused(world.entryRelations.delete(who, id), code);
    if (!role) await expectRefused(world.entryRelations.list(who, ids.a, {}), code);
  });

  test('goes with either of its entries', async () => {
    await relate('a', 'supports', 'b');
    await relate('c', 'supports', 'a');
    await world.entries.delete(owner, ids.a);
    expect([await reached('b'), await reached('c')]).toEqual([[], []]);
  });

  test('is not shown to who was shown one entry alone', async () => {
    const friend = await world.agent();
    await relate('a', 'supports', 'b');
    const subject = { subjectId: friend.identityId, subjectNs: 'Agent' } as const;
    await world.shares.create(owner, ids.a, subject);
    expect((await world.entryRelations.list(friend, ids.a, {})).items).toEqual([]);
    const expanded = await world.entries.get(friend, ids.a, { expand: 'relations', depth: 2 });
    expect(expanded.relations).toEqual({ requestedDepth: 2, maxDepth: 0, items: [] });
  });
});

describe('what supersedes an entry', () => {
  test('is what was accepted last, until that is taken back', async () => {
    const proposed = await relate('b', 'supersedes', 'a', 'proposed');
    expect(await supersededBy('a')).toBeNull();
    await world.entryRelations.update(owner, proposed.id, 'accepted');
    expect(await supersededBy('a')).toBe(ids.b);
    const { revision } = await world.entries.get(owner, ids.a);
    const later = await relate('c', 'supersedes', 'a');
    expect(await supersededBy('a')).toBe(ids.c);
    expect((await world.entries.get(owner, ids.a)).revision).toBe(revision + 1);
    await world.entryRelations.delete(owner, later.id);
    expect(await supersededBy('a')).toBe(ids.b);
    await world.entryRelations.update(owner, proposed.id, 'rejected');
    expect(await supersededBy('a')).toBeNull();
  });

  test('is the one before it once it is deleted', async () => {
    await relate('b', 'supersedes', 'a');
    await relate('c', 'supersedes', 'a');
    await world.entries.delete(owner, ids.c);
    expect(await supersededBy('a')).toBe(ids.b);
    await world.entries.deleteMany(owner, [ids.b]);
    expect(await supersededBy('a')).toBeNull();
  });

  test('leaves it out of what is not superseded, in lists and in searches', async () => {
    await relate('b', 'supersedes', 'a');
    const listed = await world.entries.list(owner, diaryId, { excludeSuperseded: true });
    expect(listed.items.map(({ content }) => content).sort()).toEqual(['b', 'c', 'd']);
    const found = await world.entries.search(owner, { diaryId, excludeSuperseded: true });
    expect(found.results.map(({ content }) => content).sort()).toEqual(['b', 'c', 'd']);
  });

  test('cannot be superseded by it, however long the way and whatever is only proposed', async () => {
    await relate('b', 'supersedes', 'a');
    await relate('c', 'supersedes', 'b', 'proposed');
    for (const [source, target] of [
      ['a', 'b'],
      ['a', 'c'],
    ] as const) {
      await expect(relate(source, 'supersedes', target)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        errors: [{ field: 'body.targetId' }],
      });
    }
    await relate('a', 'contradicts', 'c');
    expect(await supersededBy('b')).toBeNull();
  });

  test('cannot be so after a rejected one is accepted that would close the circle', async () => {
    const rejected = await relate('b', 'supersedes', 'a');
    await world.entryRelations.update(owner, rejected.id, 'rejected');
    await relate('a', 'supersedes', 'b');
    const accepting = world.entryRelations.update(owner, rejected.id, 'accepted');
    await expectRefused(accepting, 'VALIDATION_FAILED');
    expect([await supersededBy('a'), await supersededBy('b')]).toEqual([null, ids.a]);
  });

  test('of two that would close the circle at the same moment is one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await entry(`one ${round}`), await entry(`other ${round}`)];
      const supersede = (sourceId: string, targetId: string) =>
        world.entryRelations.create(owner, sourceId, {
          targetId,
          relation: 'supersedes',
          status: 'accepted',
        });
      const outcomes = await Promise.allSettled([supersede(one, other), supersede(other, one)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });
});

describe('superseding within a transaction', () => {
  test('relates new entries to old ones, accepted by their author', async () => {
    const pairs = [
      { sourceId: ids.d, targetId: ids.a.toUpperCase(), field: 'body.entries.0.supersedes.0' },
      { sourceId: ids.d, targetId: ids.b, field: 'body.entries.0.supersedes.1' },
    ];
    await world.db.transaction((tx) => supersedeEntries(tx, owner, diaryId, pairs));
    expect(await reached('d')).toHaveLength(2);
    expect([await supersededBy('a'), await supersededBy('b')]).toEqual([ids.d, ids.d]);
    const { items } = await world.entryRelations.list(owner, ids.d, {});
    expect(items).toMatchObject([
      { status: 'accepted', decidedBy: owner.identityId },
      { status: 'accepted', proposedBy: owner.identityId },
    ]);
  });

  test('names what is no entry of the diary, and does nothing', async () => {
    const pairs = [
      { sourceId: ids.d, targetId: ids.a, field: 'body.entries.0.supersedes.0' },
      { sourceId: ids.d, targetId: uuidv7(), field: 'body.entries.0.supersedes.1' },
    ];
    const work = world.db.transaction((tx) => supersedeEntries(tx, owner, diaryId, pairs));
    await expect(work).rejects.toMatchObject({ errors: [{ field: pairs[1]?.field }] });
    expect(await supersededBy('a')).toBeNull();
  });
});

describe('following relations', () => {
  beforeEach(async () => {
    // A chain and a way back: a supports b, b supports c, c references a, d contradicts b.
    await relate('a', 'supports', 'b');
    await relate('b', 'supports', 'c', 'proposed');
    await relate('c', 'references', 'a');
    await relate('d', 'contradicts', 'b');
  });

  test.each<[Name, Parameters<World['entryRelations']['list']>[2], string[]]>([
    ['a', {}, ['1 c references a', '1 a supports b']],
    ['a', { direction: 'as_source' }, ['1 a supports b']],
    ['a', { direction: 'as_target' }, ['1 c references a']],
    ['b', { relation: 'supports' }, ['1 b supports c', '1 a supports b']],
    ['b', { status: 'proposed' }, ['1 b supports c']],
    [
      'a',
      { depth: 2 },
      ['1 c references a', '1 a supports b', '2 d contradicts b', '2 b supports c'],
    ],
    [
      'a',
      { depth: 3, direction: 'as_source' },
      ['1 a supports b', '2 b supports c', '3 c references a'],
    ],
    ['a', { depth: 3, direction: 'as_source', status: 'accepted' }, ['1 a supports b']],
    ['d', { depth: 3, relation: 'contradicts' }, ['1 d contradicts b']],
    [
      'd',
      { depth: 3 },
      ['1 d contradicts b', '2 b supports c', '2 a supports b', '3 c references a'],
    ],
  ])('from %s by %j reaches %j', async (from, query, expected) => {
    expect(await reached(from, query)).toEqual(expected);
  });

  test('page by page gives what one page gives', async () => {
    const whole = await world.entryRelations.list(owner, ids.d, { depth: 3 });
    for (const limit of [1, 2, 3]) {
      const items: unknown[] = [];
      let cursor: string | null = null;
      do {
        const page: typeof whole = await world.entryRelations.list(owner, ids.d, {
          depth: 3,
          limit,
          ...(cursor !== null && { cursor }),
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(items).toEqual(whole.items);
    }
    const foreign = world.entryRelations.list(owner, ids.d, { cursor: 'bm90IG91cnM' });
    await expectRefused(foreign, 'VALIDATION_FAILED');
  });

  test('expanded with an entry says how far it came, and by which way', async () => {
    const { relations } = await world.entries.get(owner, ids.d, { expand: 'relations', depth: 3 });
    expect(relations).toMatchObject({ requestedDepth: 3, maxDepth: 3 });
    const [first, second, third, fourth] = relations?.items ?? [];
    expect(first?.parentRelationId).toBeNull();
    expect([second?.parentRelationId, third?.parentRelationId]).toEqual([first?.id, first?.id]);
    expect([second?.id, third?.id]).toContain(fourth?.parentRelationId);
    expect(await world.entries.get(owner, ids.d)).not.toHaveProperty('relations');
  });
});
