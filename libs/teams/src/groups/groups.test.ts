import { diaryGrant, type Principal } from '@moltnet/auth';
import { diaryGrantWriter, diaryWriter, relationOutboxWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

let world: World;
let owner: Principal;
let member: Principal;
let teamId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  owner = await world.agent('owner');
  teamId = (await world.teams.create(owner, { name: 'Team' })).id;
  member = await world.member(owner, teamId);
});
afterAll(() => world?.stop());

const as = ({ identityId }: Principal) => ({
  subjectId: identityId,
  subjectNs: 'Agent' as const,
});

/** A group that the member is in, with write on a diary of another team. */
async function groupWithGrant() {
  const { id: groupId } = await world.teams.groups.create(owner, teamId, uuidv7());
  await world.teams.groups.addMember(owner, groupId, as(member));
  const other = (await world.teams.list(owner)).items[0]?.id ?? '';
  const diaryId = uuidv7();
  const granted = { diaryId, subjectId: groupId, subjectNs: 'Group', role: 'writer' } as const;
  await world.db.transaction(async (tx) => {
    const creatorId = owner.identityId;
    const diary = { id: diaryId, name: 'D', visibility: 'private', teamId: other } as const;
    await diaryWriter(tx).create({ ...diary, creatorId });
    await diaryGrantWriter(tx).insert({ ...granted, grantedBy: creatorId });
    await relationOutboxWriter(tx).append('insert', [diaryGrant(granted)]);
  });
  await world.delivered();
  expect(await world.allowed(member, 'Diary', diaryId)).toEqual(['read', 'write']);
  return { groupId, diaryId };
}

describe('a group', () => {
  test('has a name of its own in its team', async () => {
    const { groups } = world.teams;
    const group = await groups.create(owner, teamId, 'Editors');
    expect(group).toMatchObject({ teamId, name: 'Editors' });
    await expectRefused(groups.create(owner, teamId, 'Editors'), 'CONFLICT');
    expect(await groups.list(member, teamId)).toEqual({ items: [group] });
    expect(await groups.get(member, group.id)).toEqual({ ...group, members: [] });
  });

  test('is not of a personal team', async () => {
    const [personal] = (await world.teams.list(owner)).items;
    const creating = world.teams.groups.create(owner, personal?.id ?? '', 'X');
    await expectRefused(creating, 'TEAM_PERSONAL_IMMUTABLE');
  });

  test('has members of its team alone, each once', async () => {
    const { groups } = world.teams;
    const { id } = await groups.create(owner, teamId, 'Editors');
    await groups.addMember(owner, id, as(member));
    await groups.addMember(owner, id, as(member));
    const outsider = await world.agent();
    await expectRefused(groups.addMember(owner, id, as(outsider)), 'NOT_FOUND');
    const { items } = await groups.listMembers(member, id);
    expect(items.map(({ subjectId }) => subjectId)).toEqual([member.identityId]);
  });

  test('is the managers’ to change and nothing to strangers', async () => {
    const { groups } = world.teams;
    const { id } = await groups.create(owner, teamId, 'Editors');
    const stranger = await world.agent();
    for (const [who, code] of [
      [member, 'FORBIDDEN'],
      [stranger, 'NOT_FOUND'],
    ] as const) {
      await expectRefused(groups.create(who, teamId, 'Others'), code);
      await expectRefused(groups.addMember(who, id, as(member)), code);
      await expectRefused(groups.removeMember(who, id, member.identityId), code);
      await expectRefused(groups.delete(who, id), code);
    }
    await expectRefused(groups.get(stranger, id), 'NOT_FOUND');
    await expectRefused(groups.list(stranger, teamId), 'NOT_FOUND');
    await expectRefused(groups.listMembers(stranger, id), 'NOT_FOUND');
  });
});

describe('what a group was granted, its members lose', () => {
  test.each<[string, (groupId: string) => Promise<void>]>([
    ['taken out of it', (id) => world.teams.groups.removeMember(owner, id, member.identityId)],
    ['removed from the team', () => world.teams.members.remove(owner, teamId, member.identityId)],
    ['when it is deleted', (id) => world.teams.groups.delete(owner, id)],
    ['when its team is deleted', () => world.teams.delete(owner, teamId)],
  ])('%s', async (_, lose) => {
    const { groupId, diaryId } = await groupWithGrant();
    await lose(groupId);
    expect(await world.allowed(member, 'Diary', diaryId)).toEqual([]);
  });
});
