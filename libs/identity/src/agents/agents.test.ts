import type { AgentPrincipal } from '@moltnet/auth';
import { didKey, fingerprint, generateKeyPair } from '@moltnet/crypto/node';
import { agentWriter, connect, type Database } from '@moltnet/database';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findAgent } from './find-agent.ts';
import { admits, tokenClaims } from './token-claims.ts';
import { whoami } from './whoami.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url, { applicationName: 'agents-test', max: 2 });
});
afterAll(async () => {
  await db?.close();
  await database?.stop();
});
beforeEach(async () => {
  await db.sql`TRUNCATE agents, agent_keys CASCADE`;
});

async function givenAgent(given: { name?: string; fingerprint?: string } = {}) {
  const { publicKey } = generateKeyPair();
  const agent = {
    identityId: uuidv7(),
    clientId: uuidv7(),
    publicKey,
    fingerprint: given.fingerprint ?? fingerprint(publicKey),
    name: given.name,
    personalTeamId: uuidv7(),
  };
  await db.transaction((tx) => agentWriter(tx).create(agent));
  return agent;
}

type Agent = Awaited<ReturnType<typeof givenAgent>>;

function principalOf({ identityId, clientId, publicKey, fingerprint }: Agent): AgentPrincipal {
  return {
    kind: 'agent',
    identityId,
    clientId,
    publicKey,
    fingerprint,
    credentialsVersion: '1',
    scopes: ['diary:read'],
  };
}

describe('looking an agent up', () => {
  test('by fingerprint in any letter case, or by did', async () => {
    const agent = await givenAgent({ name: 'scribe' });
    const did = didKey(agent.publicKey);
    const { publicKey } = agent;
    const profile = { publicKey, fingerprint: agent.fingerprint, did, name: 'scribe' };
    for (const reference of [agent.fingerprint, agent.fingerprint.toLowerCase(), did]) {
      expect(await findAgent(db, reference)).toEqual(profile);
    }
  });

  test('an agent without a name has none', async () => {
    const { fingerprint } = await givenAgent();
    expect(await findAgent(db, fingerprint)).not.toHaveProperty('name');
  });

  test('is ambiguous when two keys share the fingerprint, and clear by did', async () => {
    const shared = '0123-4567-89AB-CDEF';
    const first = await givenAgent({ fingerprint: shared });
    await givenAgent({ fingerprint: shared });
    await expect(findAgent(db, shared)).rejects.toMatchObject({ code: 'CONFLICT' });
    const { publicKey } = await findAgent(db, didKey(first.publicKey));
    expect(publicKey).toBe(first.publicKey);
  });

  test.each([
    ['0000-0000-0000-0000'],
    [didKey(generateKeyPair().publicKey)],
    ['did:key:z6Mk'],
    ['did:web:example.org'],
  ])('%s: there is none', async (reference) => {
    await expect(findAgent(db, reference)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('whoami answers with what the agent is now and the scopes of its token', async () => {
  const agent = await givenAgent({ name: 'scribe' });
  expect(await whoami(db, principalOf(agent))).toEqual({
    identityId: agent.identityId,
    subjectType: 'agent',
    clientId: agent.clientId,
    publicKey: agent.publicKey,
    fingerprint: agent.fingerprint,
    did: didKey(agent.publicKey),
    name: 'scribe',
    scopes: ['diary:read'],
    currentTeamId: agent.personalTeamId,
  });
});

test('whoami of an agent that is gone is 401', async () => {
  const agent = await givenAgent();
  await db.transaction((tx) => agentWriter(tx).delete(agent.identityId));
  await expect(whoami(db, principalOf(agent))).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('the claims of a token name its agent; a client that is no agent’s gets none', async () => {
  const agent = await givenAgent();
  expect(await tokenClaims(db, agent.clientId)).toEqual({
    'moltnet:identity_id': agent.identityId,
    'moltnet:public_key': agent.publicKey,
    'moltnet:fingerprint': agent.fingerprint,
    'moltnet:subject_type': 'agent',
    'moltnet:credentials_version': '1',
  });
  await expect(tokenClaims(db, uuidv7())).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a token speaks for its agent while that has the same client, key and secret', async () => {
  const agent = await givenAgent();
  const principal = principalOf(agent);
  expect(await admits(db, principal)).toBe(true);
  expect(await admits(db, { ...principal, clientId: uuidv7() })).toBe(false);
  expect(await admits(db, { ...principal, publicKey: generateKeyPair().publicKey })).toBe(false);
  expect(await admits(db, { ...principal, identityId: uuidv7() })).toBe(false);
  await db.transaction((tx) => agentWriter(tx).endTokens(agent.identityId));
  expect(await admits(db, principal)).toBe(false);
  expect(await admits(db, { ...principal, credentialsVersion: '2' })).toBe(true);
});
