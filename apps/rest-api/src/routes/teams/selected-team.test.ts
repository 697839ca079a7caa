import { afterAll, beforeAll, expect, test } from 'vitest';
import { join, type Joined } from '../../../test/calls.ts';
import { type Network, startNetwork } from '../../../test/network.ts';

let network: Network;
let owner: Joined;
let member: Joined;
let teamId: string;
beforeAll(async () => {
  network = await startNetwork();
  const url = await network.startMachine();
  [owner, member] = await Promise.all([join(url), join(url)]);
  teamId = (await owner.client.teams.create({ name: 'Team' })).id;
  await member.client.teams.join((await owner.client.teams.invites.create(teamId)).code);
});
afterAll(() => network?.stop());

test('the selected team gets the diary, and its members read it at once', async () => {
  const diary = await owner.client.diaries.create({ name: 'Ours' }, { teamId });
  expect(diary.teamId).toBe(teamId);
  expect(await member.client.diaries.get(diary.id)).toEqual(diary);
  const entry = { content: 'x' };
  await expect(member.client.entries.create(diary.id, entry)).rejects.toMatchObject({
    status: 403,
  });
  await expect(member.client.diaries.create({ name: 'No' }, { teamId })).rejects.toMatchObject({
    status: 403,
  });
});

test('the list and the search are of the selected team', async () => {
  const ours = await owner.client.diaries.create({ name: 'Ours too' }, { teamId });
  const mine = await owner.client.diaries.create({ name: 'Mine' });
  for (const { id } of [ours, mine]) {
    await owner.client.entries.create(id, { content: 'a wombat digs' });
  }
  const { items } = await owner.client.diaries.list({}, { teamId });
  expect(new Set(items.map((diary) => diary.teamId))).toEqual(new Set([teamId]));
  const found = await owner.client.entries.search({ query: 'wombat' }, { teamId });
  expect(found.results.map(({ diaryId }) => diaryId)).toEqual([ours.id]);
  const byMember = await member.client.entries.search({ query: 'wombat' });
  expect(byMember.results.map(({ diaryId }) => diaryId)).toEqual([ours.id]);
});

test('who is removed from the team reads its diaries no more, nor finds anything there', async () => {
  const { id } = await owner.client.diaries.create({ name: 'Secret' }, { teamId });
  expect(await member.client.diaries.get(id)).toMatchObject({ id });
  await owner.client.teams.members.remove(teamId, member.identityId);
  await expect(member.client.diaries.get(id)).rejects.toMatchObject({ status: 404 });
  expect((await member.client.diaries.list({}, { teamId })).items).toEqual([]);
  expect((await member.client.entries.search({ query: 'wombat' })).results).toEqual([]);
});
