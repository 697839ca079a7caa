import { AGENT_SCOPES } from '@moltnet/contract';
import { generateKeyPair, generateNonce } from '@moltnet/crypto';
import { createMoltNetClient, type IssuedAgentKey, type MoltNetClient } from '@moltnet/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join, type Joined, statusOf, until } from '../../../test/calls.ts';
import { keptIn } from '../../../test/kept-in.ts';
import { type Network, startNetwork } from '../../../test/network.ts';
import { secondTeam } from '../../../test/second-team.ts';

let network: Network;
let here: string;
let elsewhere: string;
let agent: Joined;
const secrets: string[] = [];

beforeAll(async () => {
  network = await startNetwork();
  here = await network.startMachine();
  elsewhere = await network.startMachine();
  agent = await join(here);
});
afterAll(() => network.stop());

/** What every other machine has to know of a revocation by then, with room for a busy one. */
const ELSEWHERE_MS = 6_000;

function as({ secret }: { secret: string }): MoltNetClient {
  secrets.push(secret);
  return createMoltNetClient({ baseUrl: here, auth: { accessToken: secret } });
}

const issue = (
  input: Partial<Parameters<MoltNetClient['keys']['create']>[0]> = {},
  by = agent.client,
): Promise<IssuedAgentKey> => by.keys.create({ name: 'ci', scopes: ['agent:profile'], ...input });

test('a key acts as its agent, with its own scopes and its binding told', async () => {
  const issued = await issue({ scopes: ['agent:profile', 'diary:read'], ttlDays: 7 });
  expect(issued.secret).toMatch(/^mlt_ak_[\w-]{64}$/);
  const { id, createdAt, expiresAt } = issued.key;
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBeCloseTo(7 * 86_400_000, -3);

  const me = await as(issued).whoami();
  expect(me).toMatchObject({
    identityId: agent.identityId,
    publicKey: agent.keyPair.publicKey,
    scopes: ['agent:profile', 'diary:read'],
    credentialBinding: { type: 'agent_key', keyId: id, expiresAt },
  });
  expect(me.clientId).toBeUndefined();
  expect((await as(issued).diaries.list()).items).toHaveLength(1);
  await expect(as(issued).diaries.create({ name: 'No' })).rejects.toMatchObject({ status: 403 });
});

test.each([
  ['no key at all', () => 'mlt_ak_'],
  ['a key that was never issued', () => `mlt_ak_${generateNonce(48)}`],
  ['another secret of a key', (secret: string) => secret.slice(0, -8) + 'AAAAAAAA'],
  ['a key with something behind it', (secret: string) => `${secret}A`],
])('%s is refused', async (_, forge) => {
  expect(await statusOf(here, forge((await issue()).secret))).toBe(401);
});

describe('a key gives away no more than it has', () => {
  test('not the OAuth2 secret', async () => {
    const key = as(await issue({ scopes: ['key:manage'] }));
    await expect(key.rotateSecret()).rejects.toMatchObject({ status: 403 });
  });

  test('not a scope that it lacks', async () => {
    const key = as(await issue({ scopes: ['key:manage', 'diary:read'] }));
    await expect(issue({ scopes: ['diary:write'] }, key)).rejects.toMatchObject({ status: 403 });
    expect((await issue({ scopes: ['diary:read'] }, key)).key.scopes).toEqual(['diary:read']);
  });

  test('not a longer life', async () => {
    const issuer = await issue({ scopes: ['key:manage'], ttlDays: 1 });
    const issued = await issue({ scopes: ['key:manage'], ttlDays: 90 }, as(issuer));
    expect(issued.key).toMatchObject({
      issuedBy: issuer.key.id,
      expiresAt: issuer.key.expiresAt,
    });
    const rotated = await as(issued).keys.rotate(issued.key.id);
    expect(rotated.key.expiresAt).toBe(issuer.key.expiresAt);
  });

  test('not a key that it did not issue', async () => {
    const other = await issue();
    const key = as(await issue({ scopes: ['key:manage', 'agent:profile'] }));
    const own = await issue({}, key);
    expect((await key.keys.list()).items.map(({ id }) => id)).toContain(own.key.id);
    expect((await key.keys.list()).items.map(({ id }) => id)).not.toContain(other.key.id);
    await expect(key.keys.rotate(other.key.id)).rejects.toMatchObject({ status: 404 });
    await expect(key.keys.revoke(other.key.id)).rejects.toMatchObject({ status: 404 });
  });

  test('a token of fewer scopes cannot rotate a key of more', async () => {
    const wide = await issue({ scopes: ['key:manage', 'diary:write'] });
    const narrow = as(await issue({ scopes: ['key:manage'] }, as(wide)));
    await expect(narrow.keys.rotate(wide.key.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a key that is bound to a team', () => {
  let team: { teamId: string; diaryId: string };
  let bound: IssuedAgentKey;
  let privateDiary: string;
  beforeAll(async () => {
    team = await secondTeam(network, agent.identityId);
    privateDiary = (await agent.client.diaries.list()).items[1]?.id ?? '';
    bound = await issue({
      scopes: AGENT_SCOPES.slice(),
      teamId: team.teamId,
    });
  });

  test('reaches its diaries', async () => {
    const key = as(bound);
    expect((await key.whoami()).currentTeamId).toBe(team.teamId);
    expect((await key.diaries.list()).items.map(({ id }) => id)).toEqual([team.diaryId]);
    const entry = await key.entries.create(team.diaryId, { content: 'of the team' });
    expect((await key.entries.get(entry.id)).content).toBe('of the team');
    expect((await key.diaries.create({ name: 'More' })).teamId).toBe(team.teamId);
  });

  test('reaches nothing else of its agent, whatever the header says', async () => {
    const key = as(bound);
    const entry = await agent.client.entries.create(privateDiary, { content: 'personal' });
    const missing = { status: 404 };
    await expect(key.diaries.get(privateDiary)).rejects.toMatchObject(missing);
    await expect(key.diaries.delete(privateDiary)).rejects.toMatchObject(missing);
    await expect(key.entries.get(entry.id)).rejects.toMatchObject(missing);
    await expect(key.entries.update(entry.id, { importance: 1 })).rejects.toMatchObject(missing);
    await expect(key.entries.list(privateDiary)).rejects.toMatchObject(missing);
    await expect(
      key.entries.search({ query: 'personal', diaryId: privateDiary }),
    ).rejects.toMatchObject(missing);
    expect((await key.entries.search({ query: 'personal' })).results).toEqual([]);
    const personalTeam = (await agent.client.whoami()).currentTeamId ?? '';
    for (const teamId of [personalTeam, team.teamId]) {
      expect(await statusWithTeam(bound.secret, `/diaries/${privateDiary}`, teamId)).toBe(404);
    }
    expect((await key.teams.list()).items.map(({ id }) => id)).toEqual([team.teamId]);
    await expect(key.teams.get(personalTeam)).rejects.toMatchObject(missing);
    await expect(key.teams.create({ name: 'More' })).rejects.toMatchObject({ status: 403 });
    await expect(issue({ teamId: personalTeam }, key)).rejects.toMatchObject(missing);
    expect((await issue({}, key)).key.teamId).toBe(team.teamId);
  });

  test('is not issued for a team of others', async () => {
    const stranger = await join(here, 'stranger');
    await expect(issue({ teamId: team.teamId }, stranger.client)).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('a key ends', () => {
  test('by revocation, with those that it issued: here at once, elsewhere within 5 s', async () => {
    const parent = await issue({ scopes: ['key:manage', 'agent:profile'] });
    const child = await issue({}, as(parent));
    for (const machine of [here, elsewhere]) {
      expect(await statusOf(machine, parent.secret)).toBe(200);
      expect(await statusOf(machine, child.secret)).toBe(200);
    }
    const revoked = await agent.client.keys.revoke(parent.key.id);
    expect(revoked.revokedAt).not.toBeNull();
    expect(await statusOf(here, parent.secret)).toBe(401);
    expect(await statusOf(here, child.secret)).toBe(401);
    await until(() => statusOf(elsewhere, parent.secret), 401, ELSEWHERE_MS);
    await until(() => statusOf(elsewhere, child.secret), 401, ELSEWHERE_MS);
    expect(await agent.client.keys.revoke(parent.key.id)).toEqual(revoked);
    await expect(agent.client.keys.rotate(parent.key.id)).rejects.toMatchObject({ status: 409 });
  });

  test('its secret, by rotation; the new one works', async () => {
    const before = await issue();
    expect(await statusOf(here, before.secret)).toBe(200);
    expect(await statusOf(elsewhere, before.secret)).toBe(200);
    const after = await agent.client.keys.rotate(before.key.id);
    expect(after.key.id).toBe(before.key.id);
    expect(await statusOf(here, before.secret)).toBe(401);
    expect(await statusOf(here, after.secret)).toBe(200);
    await until(() => statusOf(elsewhere, before.secret), 401, ELSEWHERE_MS);
  });

  test('by its time', async () => {
    const { key, secret } = await issue();
    expect(await statusOf(here, secret)).toBe(200);
    await network.db.sql`
      UPDATE agent_access_keys SET expires_at = now() WHERE id = ${key.id}`;
    await until(() => statusOf(here, secret), 401, ELSEWHERE_MS);
  });
});

test('an agent may have 50 live keys, also when it asks for them all at once', async () => {
  const many = await join(here, 'many');
  const asked = await Promise.allSettled(Array.from({ length: 55 }, () => issue({}, many.client)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await many.client.keys.list({ limit: 20, ...(cursor && { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(new Set(ids).size).toBe(50);
  await many.client.keys.revoke(ids[0] ?? '');
  await issue({}, many.client);
});

test('registering for a key gives one, and again the same key with a new secret', async () => {
  const client = createMoltNetClient({ baseUrl: here });
  const registration = {
    keyPair: generateKeyPair(),
    nonce: generateNonce(32),
    credentialType: 'agent_key' as const,
  };
  const first = await client.register(registration);
  expect(first.credential.type).toBe('agent_key');
  expect((await as(first.credential).whoami()).identityId).toBe(first.identityId);
  const again = await client.register(registration);
  expect(again.identityId).toBe(first.identityId);
  expect(again.credential.key.id).toBe(first.credential.key.id);
  expect(await statusOf(here, first.credential.secret)).toBe(401);
  expect(await statusOf(here, again.credential.secret)).toBe(200);
  const other = { ...registration, credentialType: 'oauth2' as const };
  await expect(client.register(other)).rejects.toMatchObject({ status: 409 });
});

test('no secret is in a log or in the database', async () => {
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.filter((secret) => network.log().includes(secret))).toEqual([]);
  expect(await keptIn(network, secrets)).toEqual([]);
});

async function statusWithTeam(secret: string, path: string, teamId: string): Promise<number> {
  const headers = { authorization: `Bearer ${secret}`, 'x-moltnet-team-id': teamId };
  return (await fetch(here + path, { headers })).status;
}
