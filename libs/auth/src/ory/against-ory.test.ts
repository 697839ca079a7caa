import { randomBytes } from 'node:crypto';
import type { RelationTuple } from '@moltnet/database';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import type { OryLocal } from '@moltnet/ory-local';
import { API_KEY, startOry } from '@moltnet/ory-local/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentSubject, diaryTeam, teamRole } from '../permissions/names.ts';
import { createPermissions } from '../permissions/permissions.ts';
import { createTokenProxy } from '../tokens/token-proxy.ts';
import { projectUrls } from './ory-urls.ts';
import { createOry, type Ory } from './create-ory.ts';
import { IdentityExistsError } from './identities.ts';
import { ClientExistsError } from './oauth2-clients.ts';

let database: TestDatabase;
let oryLocal: OryLocal;
let ory: Ory;

beforeAll(async () => {
  database = await testDatabase();
  oryLocal = await startOry(database.url);
  ory = createOry({ urls: projectUrls(oryLocal.url), apiKey: API_KEY, timeoutMs: 5_000 });
});
afterAll(async () => {
  ory?.close();
  await oryLocal?.close();
  await database?.stop();
});

function newTraits() {
  return {
    publicKey: `ed25519:${randomBytes(32).toString('base64')}`,
    fingerprint: '0123-4567-89AB-CDEF',
  };
}

async function newAgent() {
  return ory.identities.ensureAgent(`ext-${uuidv7()}`, newTraits());
}

async function newClient() {
  const client = {
    clientId: uuidv7(),
    clientSecret: randomBytes(32).toString('base64url'),
    name: 'scribe',
    agent: await newAgent(),
    scopes: ['diary:read'] as const,
  };
  await ory.clients.ensureAgent(client);
  return client;
}

async function mint(clientId: string, clientSecret: string) {
  const proxy = createTokenProxy({ hydraUrl: oryLocal.url, timeoutMs: 5_000 });
  return proxy.exchange({
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'diary:read',
    },
  });
}

function insert(...tuples: RelationTuple[]): Promise<void> {
  return ory.relations.apply(tuples.map((tuple) => ({ action: 'insert', tuple })));
}

test('it is ready, and not with a wrong API key', async () => {
  await ory.ready();
  const stranger = createOry({
    urls: projectUrls(oryLocal.url),
    apiKey: 'wrong-key-0123456789',
    timeoutMs: 5_000,
  });
  await expect(stranger.ready()).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' });
  stranger.close();
});

describe('identities', () => {
  test('made twice under one external id are one', async () => {
    const traits = newTraits();
    const first = await ory.identities.ensureAgent('ext-twice', traits);
    expect(await ory.identities.ensureAgent('ext-twice', traits)).toEqual(first);
    expect(await ory.identities.get(first.id)).toEqual(first);
    expect(await ory.identities.find('ext-twice', traits.publicKey)).toEqual(first);
    expect(await ory.identities.find('ext-other', traits.publicKey)).toBeNull();
  });

  test('a key has one identity', async () => {
    const traits = newTraits();
    await ory.identities.ensureAgent('ext-first', traits);
    await expect(ory.identities.ensureAgent('ext-second', traits)).rejects.toBeInstanceOf(
      IdentityExistsError,
    );
  });

  test('that are missing are told from those that are there', async () => {
    const [{ id }, { id: gone }] = [await newAgent(), await newAgent()];
    await ory.identities.delete(gone);
    const never = uuidv7();
    expect(await ory.identities.missing([id, gone, never])).toEqual([gone, never]);
    expect(await ory.identities.missing([])).toEqual([]);
  });

  test('are deleted, and deleted again', async () => {
    const { id } = await newAgent();
    await ory.identities.delete(id);
    await ory.identities.delete(id);
    expect(await ory.identities.get(id)).toBeNull();
  });
});

describe('clients', () => {
  test('mint tokens of their scopes with their secret', async () => {
    const { clientId, clientSecret, agent } = await newClient();
    expect(await mint(clientId, clientSecret)).toMatchObject({
      status: 200,
      body: { scope: 'diary:read', access_token: expect.any(String) },
    });
    expect(await ory.clients.identityOf(clientId)).toBe(agent.id);
  });

  test('made twice keep the first secret; another agent cannot take the id', async () => {
    const client = await newClient();
    await ory.clients.ensureAgent({ ...client, clientSecret: 'another-secret-0123456789' });
    expect((await mint(client.clientId, client.clientSecret)).status).toBe(200);
    await expect(
      ory.clients.ensureAgent({ ...client, agent: await newAgent() }),
    ).rejects.toBeInstanceOf(ClientExistsError);
  });

  test('with a new secret the old one mints nothing', async () => {
    const { clientId, clientSecret } = await newClient();
    const next = randomBytes(32).toString('base64url');
    await ory.clients.setSecret(clientId, next);
    expect([
      (await mint(clientId, clientSecret)).status,
      (await mint(clientId, next)).status,
    ]).toEqual([401, 200]);
  });

  test('are deleted, and deleted again', async () => {
    const { clientId, clientSecret } = await newClient();
    await ory.clients.delete(clientId);
    await ory.clients.delete(clientId);
    expect(await ory.clients.identityOf(clientId)).toBeNull();
    expect((await mint(clientId, clientSecret)).status).toBe(401);
  });
});

describe('relations', () => {
  test('inserted twice and deleted once are gone; deleted again is no fault', async () => {
    const tuple = teamRole(uuidv7(), 'members', uuidv7());
    await insert(tuple);
    await insert(tuple);
    expect(await ory.relations.check([tuple])).toEqual([true]);
    await ory.relations.apply([{ action: 'delete', tuple }]);
    await ory.relations.apply([{ action: 'delete', tuple }]);
    expect(await ory.relations.check([tuple])).toEqual([false]);
  });

  test.each([
    // role in the team, read, write, manage
    ['owners', 'allowed', 'allowed', 'allowed'],
    ['managers', 'allowed', 'allowed', 'FORBIDDEN'],
    ['members', 'allowed', 'FORBIDDEN', 'FORBIDDEN'],
    [null, 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
  ] as const)('a diary of a team with %s', async (role, ...outcomes) => {
    const permissions = createPermissions({
      relations: ory.relations,
      cacheTtlMs: 0,
      arrival: async () => 'settled',
    });
    const [identityId, teamId, diaryId] = [uuidv7(), uuidv7(), uuidv7()];
    await insert(diaryTeam(diaryId, teamId));
    if (role !== null) await insert(teamRole(teamId, role, identityId));
    const principal = {
      kind: 'agent',
      identityId,
      publicKey: 'ed25519:A',
      fingerprint: 'F',
      scopes: [],
    } as const;
    const diary = { id: diaryId, teamId, visibility: 'private' } as const;
    const seen = (['read', 'write', 'manage'] as const).map((verb) =>
      permissions.require(principal, verb, diary).then(
        () => 'allowed',
        (error: { code: string }) => error.code,
      ),
    );
    expect(await Promise.all(seen)).toEqual(outcomes);
    const readable = outcomes[0] === 'allowed' ? [diary] : [];
    expect(await permissions.readable(principal, [diary])).toEqual(readable);
  });

  test('a hundred tuples are checked in one call', async () => {
    const identityId = uuidv7();
    const tuples = Array.from({ length: 100 }, () => ({
      namespace: 'Diary',
      object: uuidv7(),
      relation: 'read',
      subjectSet: agentSubject(identityId),
    }));
    expect(await ory.relations.check(tuples)).toEqual(tuples.map(() => false));
  });
});
