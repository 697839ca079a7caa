import type { Principal } from '@moltnet/auth';
import { teamWriter } from '@moltnet/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

let world: World;
let owner: Principal;
let manager: Principal;
let member: Principal;
let teamId: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  owner = await world.agent('owner');
  teamId = (await world.teams.create(owner, { name: 'Team' })).id;
  manager = await world.member(owner, teamId, 'manager');
  member = await world.member(owner, teamId);
});
afterAll(() => world?.stop());

const roles = async () =>
  (await world.teams.members.list(owner, teamId)).items.map(({ subjectId, role }) => [
    subjectId,
    role,
  ]);

test('every member sees who is in a team, owners first; a stranger sees nothing', async () => {
  const expected = [
    [owner.identityId, 'owner'],
    [manager.identityId, 'manager'],
    [member.identityId, 'member'],
  ];
  expect(await roles()).toEqual(expected);
  expect((await world.teams.members.list(member, teamId)).items).toHaveLength(3);
  await expectRefused(world.teams.members.list(await world.agent(), teamId), 'NOT_FOUND');
});

describe('a role', () => {
  test('is changed, here and at the permission service', async () => {
    await world.teams.members.changeRole(owner, teamId, member.identityId, 'manager');
    expect(await world.allowed(member, 'Team', teamId)).toEqual(['read', 'write']);
    await world.teams.members.changeRole(manager, teamId, member.identityId, 'member');
    expect(await world.allowed(member, 'Team', teamId)).toEqual(['read']);
  });

  test('stays what it is when it is given again', async () => {
    const { changeRole } = world.teams.members;
    expect(await changeRole(owner, teamId, manager.identityId, 'manager')).toMatchObject({
      subjectId: manager.identityId,
      role: 'manager',
    });
    expect(await world.allowed(manager, 'Team', teamId)).toEqual(['read', 'write']);
  });

  test('of an owner is not changed', async () => {
    const { changeRole } = world.teams.members;
    await expectRefused(changeRole(manager, teamId, owner.identityId, 'member'), 'CONFLICT');
    await expectRefused(changeRole(owner, teamId, owner.identityId, 'member'), 'CONFLICT');
  });

  test('is not a member’s to change, nor a stranger’s to know of', async () => {
    const { changeRole } = world.teams.members;
    const stranger = await world.agent();
    await expectRefused(changeRole(member, teamId, member.identityId, 'manager'), 'FORBIDDEN');
    await expectRefused(changeRole(stranger, teamId, member.identityId, 'manager'), 'NOT_FOUND');
    await expectRefused(changeRole(owner, teamId, stranger.identityId, 'manager'), 'NOT_FOUND');
  });
});

describe('removing', () => {
  type Name = 'owner' | 'manager' | 'member' | 'stranger';
  test.each<[Name, Name, string]>([
    ['owner', 'manager', 'done'],
    ['owner', 'member', 'done'],
    ['owner', 'owner', 'TEAM_LAST_OWNER'],
    ['owner', 'stranger', 'NOT_FOUND'],
    ['manager', 'owner', 'FORBIDDEN'],
    ['manager', 'manager', 'done'],
    ['manager', 'member', 'done'],
    ['member', 'owner', 'FORBIDDEN'],
    ['member', 'manager', 'FORBIDDEN'],
    ['member', 'member', 'done'],
    ['stranger', 'member', 'NOT_FOUND'],
  ])('by the %s, of the %s: %s', async (by, of, outcome) => {
    const who = { owner, manager, member, stranger: await world.agent() };
    const remove = world.teams.members.remove(who[by], teamId, who[of].identityId);
    expect(await outcomeOf(remove)).toBe(outcome);
  });

  test('takes away all that the role gave', async () => {
    await world.teams.members.remove(owner, teamId, manager.identityId);
    expect(await world.allowed(manager, 'Team', teamId)).toEqual([]);
    await expectRefused(world.teams.get(manager, teamId), 'NOT_FOUND');
  });

  test('leaves one of two owners who leave at the same moment', async () => {
    const second = await world.agent('second owner');
    await world.db.transaction((tx) =>
      teamWriter(tx).addMember({
        teamId,
        subjectId: second.identityId,
        subjectNs: 'Agent',
        role: 'owner',
      }),
    );
    const left = await Promise.allSettled(
      [owner, second].map((who) => world.teams.members.remove(who, teamId, who.identityId)),
    );
    expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(left.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'TEAM_LAST_OWNER' },
    });
  });
});

/** `done`, or the code of the problem. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
}
