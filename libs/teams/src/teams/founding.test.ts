import type { Principal } from '@moltnet/auth';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

const WITHIN = { timeout: 20_000, interval: 20 };

let world: World;
let initiator: Principal;
let second: Principal;
let third: Principal;
beforeAll(async () => {
  world = await startWorld();
  [initiator, second, third] = await Promise.all([world.agent(), world.agent(), world.agent()]);
});
afterAll(() => world?.stop());

const named = ({ identityId }: Principal, role: 'owner' | 'manager' | 'member') => ({
  subjectId: identityId,
  subjectNs: 'Agent' as const,
  role,
});

async function founding(): Promise<string> {
  const foundingMembers = [named(second, 'owner'), named(third, 'member')];
  const team = await world.teams.found(initiator, { name: 'Together', foundingMembers });
  expect(team).toEqual({ id: team.id, name: 'Together', status: 'founding', workflowId: team.id });
  return team.id;
}

describe('a team that several found', () => {
  test('is active, with everyone in their role, once all have accepted', async () => {
    const id = await founding();
    expect(await world.teams.accept(second, id)).toEqual({
      accepted: true,
      teamStatus: 'founding',
    });
    await expectRefused(world.teams.get(second, id), 'NOT_FOUND');
    expect(await world.allowed(second, 'Team', id)).toEqual([]);
    expect(await world.teams.accept(third, id)).toEqual({ accepted: true, teamStatus: 'active' });
    expect(await world.teams.get(second, id)).toMatchObject({ status: 'active', role: 'owner' });
    expect(await world.allowed(second, 'Team', id)).toEqual(['read', 'write', 'manage']);
    expect(await world.allowed(third, 'Team', id)).toEqual(['read']);
  });

  test('is accepted as often as one likes, by the initiator too', async () => {
    const id = await founding();
    const waits = { accepted: true, teamStatus: 'founding' };
    expect(await world.teams.accept(initiator, id)).toEqual(waits);
    expect(await world.teams.accept(second, id)).toEqual(waits);
    expect(await world.teams.accept(second, id)).toEqual(waits);
    await Promise.all([world.teams.accept(third, id), world.teams.accept(third, id)]);
    expect(await world.teams.accept(third, id)).toEqual({ accepted: true, teamStatus: 'active' });
    expect((await world.teams.get(initiator, id)).members).toHaveLength(3);
  });

  test('is nothing to anybody else', async () => {
    await expectRefused(world.teams.accept(await world.agent(), await founding()), 'NOT_FOUND');
  });

  test('invites nobody before it is active', async () => {
    await expectRefused(
      world.teams.invites.create(initiator, await founding(), {}),
      'TEAM_NOT_ACTIVE',
    );
  });
});

test.each<[string, () => Principal[], string]>([
  ['twice', () => [second, third, second], 'body.foundingMembers.2.subjectId'],
  ['who asks', () => [initiator], 'body.foundingMembers.0.subjectId'],
  [
    'who does not exist',
    () => [{ ...second, identityId: '018f0000-0000-7000-8000-0000000000ff' }],
    'body.foundingMembers.0.subjectId',
  ],
])('nobody is named %s', async (_, who, field) => {
  const foundingMembers = who().map((principal) => named(principal, 'member'));
  await expect(
    world.teams.found(initiator, { name: 'Together', foundingMembers }),
  ).rejects.toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ field }] });
});

// Embedded Postgres does one thing after the other: nobody can come in between there.
test.skipIf(!process.env['TEST_DATABASE_URL'])(
  'nobody is named who is erased at that moment: the team would wait for them for ever',
  async () => {
    const subjectId = uuidv7();
    await world.db.sql`
      INSERT INTO humans (identity_id, personal_team_id) VALUES (${subjectId}, ${uuidv7()})`;
    const foundingMembers = [{ subjectId, subjectNs: 'Human' as const, role: 'member' as const }];
    const [founded] = await world.db.transaction(async ({ sql }) => {
      await sql`DELETE FROM humans WHERE identity_id = ${subjectId}`;
      let isSettled = false;
      const founding = world.teams.found(initiator, { name: 'Too late', foundingMembers });
      const settle = () => void (isSettled = true);
      void founding.then(settle, settle);
      await vi.waitUntil(async () => {
        const [row] = await sql<[{ waits: boolean }]>`
          SELECT EXISTS (SELECT FROM pg_locks
                         WHERE NOT granted
                           AND pg_backend_pid() = ANY (pg_blocking_pids(pid))) AS waits`;
        return isSettled || row.waits;
      }, WITHIN);
      return [founding];
    });
    await expectRefused(founded, 'VALIDATION_FAILED');
  },
);
