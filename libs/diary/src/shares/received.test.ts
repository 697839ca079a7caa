import type { AgentPrincipal } from '@moltnet/auth';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

let world: World;
let owner: AgentPrincipal;
let friend: AgentPrincipal;
let diaryId: string;
let teamId: string;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.agent();
});
afterAll(() => world?.stop());
beforeEach(async () => {
  friend = await world.agent();
  teamId = await world.team(owner);
  diaryId = (await world.diaries.create(owner, { name: 'Private' }, { teamId })).id;
});

/** An entry of the owner's that is shared with the friend. */
async function shown(title?: string) {
  const input = { content: 'worth showing', ...(title !== undefined && { title }) };
  const { id: entryId } = await world.entries.create(owner, diaryId, input);
  const subject = { subjectId: friend.identityId, subjectNs: 'Agent' } as const;
  return world.shares.create(owner, entryId, subject);
}

const titles = async (who: AgentPrincipal) =>
  (await world.shares.received(who, {})).items.map(({ title }) => title);

test('are listed newest first, with who shared them, a page at a time', async () => {
  const [first, second, third] = [await shown('first'), await shown(), await shown('third')];
  const page = await world.shares.received(friend, { limit: 2 });
  expect(page.items).toEqual(
    [[third, 'third'] as const, [second, null] as const].map(
      ([{ id, entryId, createdAt }, title]) => ({
        id,
        entryId,
        diaryId,
        title,
        sharedBy: owner.identityId,
        role: 'reader',
        expiresAt: null,
        createdAt,
      }),
    ),
  );
  await shown('while paging');
  const rest = await world.shares.received(friend, { limit: 2, cursor: page.nextCursor ?? '' });
  expect(rest.items.map(({ id }) => id)).toEqual([first.id]);
  expect(rest.nextCursor).toBeNull();
});

test('made in the same microsecond are each listed once', async () => {
  for (const title of ['a', 'b', 'c']) await shown(title);
  await world.db.sql`
    UPDATE entry_shares SET created_at = '2026-11-20T10:00:00.000001Z' WHERE diary_id = ${diaryId}`;
  const seen: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.shares.received(friend, { limit: 1, ...(cursor && { cursor }) });
    seen.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.sort()).toEqual(['a', 'b', 'c']);
});

test('are nobody else’s to list: neither who shared nor a stranger sees them, nor a link', async () => {
  await shown('for the friend');
  const { id } = await world.entries.create(owner, diaryId, { content: 'by link' });
  await world.shares.create(owner, id, { expiresInHours: 1 });
  expect(await titles(owner)).toEqual([]);
  expect(await titles(await world.agent())).toEqual([]);
  expect(await titles(friend)).toEqual(['for the friend']);
});

describe('a share', () => {
  test.each<[string, (share: { id: string; entryId: string }) => Promise<unknown>]>([
    ['it was taken back', ({ id, entryId }) => world.shares.delete(owner, entryId, id)],
    ['its entry was deleted', ({ entryId }) => world.entries.delete(owner, entryId)],
    ['its diary was deleted', () => world.diaries.delete(owner, diaryId, { force: false })],
  ])('is listed no more once %s', async (_, end) => {
    const share = await shown('here');
    expect(await titles(friend)).toEqual(['here']);
    await end(share);
    expect(await titles(friend)).toEqual([]);
  });

  test('is listed to a key of its team alone', async () => {
    await shown('of the team');
    const bound = (team: string): AgentPrincipal => ({
      ...friend,
      credential: {
        type: 'agent_key',
        keyId: uuidv7(),
        teamId: team,
        expiresAt: '2036-11-20T10:00:00.000000Z',
      },
    });
    expect(await titles(bound(teamId))).toEqual(['of the team']);
    expect(await titles(bound(await world.team(friend)))).toEqual([]);
  });
});

test('a cursor of another list is refused', async () => {
  await expectRefused(world.shares.received(friend, { cursor: 'bm9uZQ' }), 'VALIDATION_FAILED');
});
