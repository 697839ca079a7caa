import { hash } from 'node:crypto';
import { enrollmentWriter, teamReader, teamWriter } from '@moltnet/database';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { type FaultyProxy, pass } from '../../test/faulty-proxy.ts';
import { type FaultyWorld, startFaultyWorld } from '../../test/faulty-world.ts';
import { registrationRequest } from '../../test/requests.ts';
import type { Service } from '../../test/service.ts';

let world: FaultyWorld;
let proxy: FaultyProxy;
let service: Service;
let teamId: string;
let token: string;

beforeAll(async () => {
  world = await startFaultyWorld();
  ({ proxy, service } = world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  proxy.rule = pass;
  teamId = uuidv7();
  token = `mlt_en_${teamId}`;
  const createdBy = uuidv7();
  await service.db.transaction(async (tx) => {
    await teamWriter(tx).create({ id: teamId, name: 'Team', personal: false, createdBy });
    const tokenHash = hash('sha256', token, 'hex');
    const enrollment = { id: uuidv7(), teamId, tokenHash, createdBy, expiresInMinutes: 15 };
    await enrollmentWriter(tx).create(enrollment);
  });
});

const members = async () => (await teamReader(service.db).members(teamId)).map((m) => m.subjectId);

test.each([
  ['before its rows', 'POST /admin/clients'],
  ['after its rows', 'PATCH /admin/relation-tuples'],
])(
  'an enrolment that fails %s leaves the team as it was, and the token to others',
  async (_, step) => {
    proxy.rule = (request) => (request === step ? 'refuse' : undefined);
    await expect(service.identity.register(registrationRequest({ token }))).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    proxy.rule = pass;
    await vi.waitFor(
      async () => {
        const [row] = await service.db.sql<{ claimedBy: string | null }[]>`
        SELECT claimed_by FROM team_enrollments WHERE team_id = ${teamId}`;
        expect(row?.claimedBy).toBeNull();
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(await members()).toEqual([]);

    const { identityId } = await service.identity.register(registrationRequest({ token }));
    expect(await members()).toEqual([identityId]);
  },
);

test('an enrolment into a team that goes meanwhile is refused and undone', async () => {
  proxy.rule = async (request) => {
    if (request !== 'POST /admin/clients') return undefined;
    await service.db.transaction((tx) => teamWriter(tx).delete(teamId));
    return undefined;
  };
  await expect(service.identity.register(registrationRequest({ token }))).rejects.toMatchObject({
    code: 'REGISTRATION_FAILED',
  });
});
