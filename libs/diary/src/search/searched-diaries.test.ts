import type { AgentPrincipal } from '@moltnet/auth';
import { LIMITS } from '@moltnet/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../../test/world.ts';

let world: World;
let owner: AgentPrincipal;
let teamId: string;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.agent();
  teamId = await world.team(owner);
});
afterAll(() => world?.stop());

/** So many diaries of the team that are newer than all others. */
const newer = (count: number, visibility: string) => world.db.sql`
  INSERT INTO diaries (id, name, visibility, team_id, creator_id)
  SELECT gen_random_uuid(), 'Newer', ${visibility}, ${teamId}, ${owner.identityId}
  FROM generate_series(1, ${count})`;

test('a search over all diaries is of the newest, and one of a diary is of that one', async () => {
  const { id: diaryId } = await world.diaries.create(owner, { name: 'Old' }, { teamId });
  const { id } = await world.entries.create(owner, diaryId, { content: 'a heron at dusk' });
  const found = async (within: object = {}) =>
    (await world.entries.search(owner, { query: 'heron', ...within })).results.map((one) => one.id);
  await newer(LIMITS.searchedDiaries - 1, 'private');
  expect(await found()).toEqual([id]);
  await newer(1, 'private');
  expect(await found()).toEqual([]);
  expect(await found({ diaryId })).toEqual([id]);
});

test('a search of what anyone may read is of the newest public diaries', async () => {
  const visibility = 'public' as const;
  const { id: diaryId } = await world.diaries.create(
    owner,
    { name: 'Open', visibility },
    { teamId },
  );
  const { id } = await world.entries.create(owner, diaryId, { content: 'an egret at dawn' });
  const found = async () => (await world.feed.search({ q: 'egret' })).items.map((one) => one.id);
  await newer(LIMITS.searchedDiaries - 1, 'public');
  expect(await found()).toEqual([id]);
  await newer(1, 'public');
  expect(await found()).toEqual([]);
});
