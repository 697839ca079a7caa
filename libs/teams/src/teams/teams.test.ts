import type { AgentPrincipal, Principal } from '@moltnet/auth';
import { diaryWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

let world: World;
let owner: AgentPrincipal;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.agent('owner');
});
afterAll(() => world?.stop());

async function team(): Promise<string> {
  return (await world.teams.create(owner, { name: 'Team' })).id;
}

const personalTeamOf = async (principal: Principal) =>
  (await world.teams.list(principal)).items.find(({ personal }) => personal)?.id ?? '';

describe('a new team', () => {
  test('is owned by who made it, here and at the permission service', async () => {
    const { id } = await world.teams.create(owner, { name: 'Research' });
    expect(await world.teams.get(owner, id)).toEqual({
      id,
      name: 'Research',
      personal: false,
      status: 'active',
      role: 'owner',
      members: [
        {
          subjectId: owner.identityId,
          subjectType: 'agent',
          role: 'owner',
          displayName: 'owner',
          fingerprint: owner.fingerprint,
        },
      ],
    });
    expect(await world.allowed(owner, 'Team', id)).toEqual(['read', 'write', 'manage']);
  });

  test('is made once for an idempotency key', async () => {
    const key = { key: uuidv7(), route: 'createTeam', requestHash: 'a' };
    const first = await world.teams.create(owner, { name: 'Once' }, key);
    expect(await world.teams.create(owner, { name: 'Once' }, key)).toEqual(first);
    await expectRefused(
      world.teams.create(owner, { name: 'Twice' }, { ...key, requestHash: 'b' }),
      'CONFLICT',
    );
  });
});

test('the list is of the own teams, the personal one first', async () => {
  const lister = await world.agent();
  const { id } = await world.teams.create(lister, { name: 'Mine' });
  const { items } = await world.teams.list(lister);
  expect(items.map(({ personal, role }) => ({ personal, role }))).toEqual([
    { personal: true, role: 'owner' },
    { personal: false, role: 'owner' },
  ]);
  expect(items[1]?.id).toBe(id);
});

describe('deleting', () => {
  test('takes every role away', async () => {
    const id = await team();
    const member = await world.member(owner, id);
    await world.teams.delete(owner, id);
    await expectRefused(world.teams.get(owner, id), 'NOT_FOUND');
    expect(await world.allowed(owner, 'Team', id)).toEqual([]);
    expect(await world.allowed(member, 'Team', id)).toEqual([]);
  });

  test('is for owners', async () => {
    const id = await team();
    const manager = await world.member(owner, id, 'manager');
    await expectRefused(world.teams.delete(manager, id), 'FORBIDDEN');
    await expectRefused(world.teams.delete(await world.agent(), id), 'NOT_FOUND');
  });

  test('is expectRefused for a personal team and for one with diaries', async () => {
    await expectRefused(
      world.teams.delete(owner, await personalTeamOf(owner)),
      'TEAM_PERSONAL_IMMUTABLE',
    );
    const teamId = await team();
    const creatorId = owner.identityId;
    const diary = { id: uuidv7(), name: 'D', visibility: 'private', teamId, creatorId } as const;
    await world.db.transaction((tx) => diaryWriter(tx).create(diary));
    await expectRefused(world.teams.delete(owner, teamId), 'TEAM_NOT_EMPTY');
    expect(await world.allowed(owner, 'Team', teamId)).toEqual(['read', 'write', 'manage']);
  });
});
