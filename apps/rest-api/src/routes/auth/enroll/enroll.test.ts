import { generateKeyPair, generateNonce } from '@moltnet/crypto';
import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { join, type Joined } from '../../../../test/calls.ts';
import { keptIn } from '../../../../test/kept-in.ts';
import { type Network, startNetwork } from '../../../../test/network.ts';
import { secondTeam } from '../../../../test/second-team.ts';

let network: Network;
let here: string;
let owner: Joined;
let team: { teamId: string; diaryId: string };
const anyone = (): MoltNetClient => createMoltNetClient({ baseUrl: here });

beforeAll(async () => {
  network = await startNetwork();
  here = await network.startMachine();
  owner = await join(here, 'owner');
  team = await secondTeam(network, owner.identityId);
});
afterAll(() => network.stop());

const newToken = async () => (await owner.client.enrollments.create(team.teamId)).token;
const refused = { status: 403, code: 'REGISTRATION_FAILED' };

test('a token brings an agent into the network and the team, once', async () => {
  const { token, teamId, expiresAt } = await owner.client.enrollments.create(team.teamId, {
    expiresInMinutes: 1,
  });
  expect(token).toMatch(/^mlt_en_[\w-]{43}$/);
  expect(teamId).toBe(team.teamId);
  expect(Math.abs(Date.parse(expiresAt) - Date.now() - 60_000)).toBeLessThan(10_000);

  const { credential, identityId } = await anyone().enroll({
    keyPair: generateKeyPair(),
    token,
    name: 'new',
  });
  const { clientId, clientSecret } = credential;
  const client = createMoltNetClient({ baseUrl: here, auth: { clientId, clientSecret } });
  const { items } = await client.teams.list();
  expect(items.map(({ id, personal, role }) => [id === team.teamId, personal, role])).toEqual([
    [true, false, 'member'],
    [false, true, 'owner'],
  ]);
  expect((await client.diaries.get(team.diaryId)).id).toBe(team.diaryId);
  const { members } = await owner.client.teams.get(team.teamId);
  expect(members.map(({ subjectId }) => subjectId)).toContain(identityId);

  await expect(anyone().enroll({ keyPair: generateKeyPair(), token })).rejects.toMatchObject(
    refused,
  );
  expect(network.log()).not.toContain(token);
  expect(await keptIn(network, [token, clientSecret])).toEqual([]);
});

test('of several agents at one moment exactly one gets in', async () => {
  const token = await newToken();
  const before = (await owner.client.teams.get(team.teamId)).members.length;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 4 }, () => anyone().enroll({ keyPair: generateKeyPair(), token })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const losers = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as { code: string }] : [],
  );
  expect(losers.map(({ code }) => code)).toEqual(Array(3).fill('REGISTRATION_FAILED'));
  expect((await owner.client.teams.get(team.teamId)).members).toHaveLength(before + 1);
});

test('the same request again is the same agent with a new secret', async () => {
  const request = { keyPair: generateKeyPair(), nonce: generateNonce(32), token: await newToken() };
  const first = await anyone().enroll(request);
  const again = await anyone().enroll(request);
  expect(again.identityId).toBe(first.identityId);
  expect(again.credential.clientSecret).not.toBe(first.credential.clientSecret);
});

test('a proof for one token is none for another, and spoils neither', async () => {
  const [one, other] = [await newToken(), await newToken()];
  const keyPair = generateKeyPair();
  const nonce = generateNonce(32);
  const swapping: typeof fetch = (url, init) =>
    fetch(url, { ...init, body: String(init?.body).replace(one, other) });
  const client = createMoltNetClient({ baseUrl: here, fetch: swapping });
  await expect(client.enroll({ keyPair, nonce, token: one })).rejects.toMatchObject({
    code: 'INVALID_SIGNATURE',
  });
  await anyone().enroll({ keyPair, nonce, token: one });
});

test.each<[string, () => Promise<string>]>([
  ['that was never given', async () => `mlt_en_${generateNonce(32)}`],
  [
    'that was taken back',
    async () => {
      const { id, token } = await owner.client.enrollments.create(team.teamId);
      await owner.client.enrollments.delete(id);
      return token;
    },
  ],
  [
    'that has expired',
    async () => {
      const { id, token } = await owner.client.enrollments.create(team.teamId);
      await network.db.sql`UPDATE team_enrollments SET expires_at = now() WHERE id = ${id}`;
      return token;
    },
  ],
])('a token %s is refused, in the same words', async (_, given) => {
  const token = await given();
  await expect(anyone().enroll({ keyPair: generateKeyPair(), token })).rejects.toMatchObject({
    ...refused,
    detail: 'The enrolment token is none, was used or has expired.',
  });
});

test('only who manages a team that is not personal gives and takes tokens', async () => {
  const { credential } = await anyone().enroll({
    keyPair: generateKeyPair(),
    token: await newToken(),
  });
  const { clientId, clientSecret } = credential;
  const member = createMoltNetClient({ baseUrl: here, auth: { clientId, clientSecret } });
  const stranger = (await join(here, 'stranger')).client;
  const { id } = await owner.client.enrollments.create(team.teamId);
  const personal = (await stranger.whoami()).currentTeamId ?? '';
  await expect(member.enrollments.create(team.teamId)).rejects.toMatchObject({ status: 403 });
  await expect(member.enrollments.delete(id)).rejects.toMatchObject({ status: 403 });
  await expect(stranger.enrollments.create(team.teamId)).rejects.toMatchObject({ status: 404 });
  await expect(stranger.enrollments.delete(id)).rejects.toMatchObject({ status: 404 });
  await expect(stranger.enrollments.create(personal)).rejects.toMatchObject({
    code: 'TEAM_PERSONAL_IMMUTABLE',
  });
});

test('a network by invitation takes in whoever has a token, and says so', async () => {
  const baseUrl = await network.startMachine({ REGISTRATION_MODE: 'invite' });
  const client = createMoltNetClient({ baseUrl });
  const keyPair = generateKeyPair();
  await expect(client.register({ keyPair })).rejects.toMatchObject(refused);
  await client.enroll({ keyPair, token: await newToken() });
  expect(JSON.stringify(await client.discover())).toContain('/auth/enroll');
});
