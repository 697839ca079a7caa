import type { Principal } from '@moltnet/auth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

let world: World;
let owner: Principal;
let teamId: string;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.agent('owner');
  teamId = (await world.teams.create(owner, { name: 'Team' })).id;
});
afterAll(() => world?.stop());

const HOUR_MS = 3_600_000;

test('an invite has the defaults of the contract, and its code is kept nowhere', async () => {
  const { code, ...invite } = await world.teams.invites.create(owner, teamId, {});
  expect(code).toMatch(/^mlt_inv_[\w-]{43}$/);
  expect(invite).toMatchObject({ role: 'member', maxUses: 1, useCount: 0 });
  const lives = Date.parse(invite.expiresAt) - Date.parse(invite.createdAt);
  expect(lives).toBe(168 * HOUR_MS);
  const { items } = await world.teams.invites.list(owner, teamId);
  expect(items[0]).toEqual(invite);
  const rows = await world.db.sql`SELECT * FROM team_invites`;
  expect(JSON.stringify(rows)).not.toContain(code.slice('mlt_inv_'.length));
});

describe('joining', () => {
  test('gives the role of the invite, here and at the permission service', async () => {
    const joiner = await world.agent();
    const { code } = await world.teams.invites.create(owner, teamId, { role: 'manager' });
    expect(await world.teams.invites.join(joiner, code)).toEqual({ teamId, role: 'manager' });
    expect(await world.allowed(joiner, 'Team', teamId)).toEqual(['read', 'write']);
  });

  test('is not possible by a code that is not one', async () => {
    await expectRefused(world.teams.invites.join(owner, 'mlt_inv_nonsense'), 'NOT_FOUND');
  });

  test('is not possible after the time or the uses are over', async () => {
    const { invites } = world.teams;
    const late = await invites.create(owner, teamId, { expiresInHours: 1 });
    await world.db.sql`
      UPDATE team_invites SET expires_at = now() - interval '1 second' WHERE id = ${late.id}`;
    await expectRefused(invites.join(await world.agent(), late.code), 'INVITE_EXPIRED');
    const used = await invites.create(owner, teamId, {});
    await invites.join(await world.agent(), used.code);
    await expectRefused(invites.join(await world.agent(), used.code), 'INVITE_EXHAUSTED');
  });

  test('never lowers a role and uses nothing up', async () => {
    const { invites } = world.teams;
    const manager = await world.member(owner, teamId, 'manager');
    const invite = await invites.create(owner, teamId, { role: 'member' });
    await expectRefused(invites.join(manager, invite.code), 'CONFLICT');
    await expectRefused(invites.join(owner, invite.code), 'CONFLICT');
    expect(await world.allowed(manager, 'Team', teamId)).toEqual(['read', 'write']);
    expect(await invites.join(await world.agent(), invite.code)).toMatchObject({ role: 'member' });
  });

  test('by the last use at the same moment is for one', async () => {
    const { code } = await world.teams.invites.create(owner, teamId, {});
    const joiners = await Promise.all(Array.from({ length: 4 }, () => world.agent()));
    const outcomes = await Promise.allSettled(
      joiners.map((joiner) => world.teams.invites.join(joiner, code)),
    );
    const codes = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? 'joined' : (outcome.reason as { code: string }).code,
    );
    expect(codes.sort()).toEqual([
      'INVITE_EXHAUSTED',
      'INVITE_EXHAUSTED',
      'INVITE_EXHAUSTED',
      'joined',
    ]);
  });

  test('is not possible once the invite was taken back', async () => {
    const { invites } = world.teams;
    const { id, code } = await invites.create(owner, teamId, {});
    await invites.delete(owner, teamId, id);
    await expectRefused(invites.join(await world.agent(), code), 'NOT_FOUND');
    await expectRefused(invites.delete(owner, teamId, id), 'NOT_FOUND');
  });
});

test('invites are for managers and owners, and personal teams have none', async () => {
  const { invites } = world.teams;
  const manager = await world.member(owner, teamId, 'manager');
  const member = await world.member(owner, teamId);
  const stranger = await world.agent();
  const { id } = await invites.create(manager, teamId, {});
  for (const [who, code] of [
    [member, 'FORBIDDEN'],
    [stranger, 'NOT_FOUND'],
  ] as const) {
    await expectRefused(invites.create(who, teamId, {}), code);
    await expectRefused(invites.list(who, teamId), code);
    await expectRefused(invites.delete(who, teamId, id), code);
  }
  const [personal] = (await world.teams.list(owner)).items;
  await expectRefused(invites.create(owner, personal?.id ?? '', {}), 'TEAM_PERSONAL_IMMUTABLE');
});
