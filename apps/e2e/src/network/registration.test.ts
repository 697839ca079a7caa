import { generateKeyPair, registrationMessage, sign } from '@moltnet/crypto';
import { connect, type Database } from '@moltnet/database';
import { createMoltNetClient } from '@moltnet/sdk';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { mint } from '../harness/agents.ts';
import type { Fault } from '../harness/fault-proxy.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { NetworkWithOwnOry } from '../harness/ory.ts';
import { expectProblem } from '../harness/problems.ts';
import { rememberSecret } from '../harness/run.ts';
import { until } from '../harness/until.ts';
import { registration } from '../operations/cases/credentials.ts';

interface Registered {
  identityId: string;
  credential: { clientId: string; clientSecret: string };
}

let own: NetworkWithOwnOry;
let database: Database;
beforeAll(async () => {
  own = await NetworkWithOwnOry.start('registration');
  database = connect(own.network.databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
});
afterAll(async () => {
  await database.close();
  await own.dispose();
});

const register = async (sample: ReturnType<typeof registration>): Promise<Answer<Registered>> => {
  const { route, ...request } = sample;
  const answer = await apiAt(own.network.apiUrl)<Registered>(route, request);
  const secret = answer.body?.credential?.clientSecret;
  if (secret !== undefined) rememberSecret(inject('run'), secret);
  return answer;
};

/** What one registration adds. */
const perAgent: Record<string, number> = {
  agents: 1,
  keys: 1,
  teams: 1,
  members: 1,
  diaries: 1,
  identities: 1,
  clients: 1,
  tuples: 2,
};

/** How many things that registrations make there are, in both systems. */
async function counts(): Promise<Record<string, number>> {
  const [row] = await database.sql<Record<string, number>[]>`
    SELECT (SELECT count(*) FROM agents) AS agents,
           (SELECT count(*) FROM agent_keys) AS keys,
           (SELECT count(*) FROM teams) AS teams,
           (SELECT count(*) FROM team_members) AS members,
           (SELECT count(*) FROM diaries) AS diaries,
           (SELECT count(*) FROM relation_outbox WHERE delivered_at IS NULL) AS outbox,
           (SELECT count(*) FROM ory_local.identities) AS identities,
           (SELECT count(*) FROM ory_local.oauth2_clients) AS clients,
           (SELECT count(*) FROM ory_local.relation_tuples) AS tuples`;
  return { ...row };
}

const STEPS: [string, (method: string, url: string) => boolean][] = [
  ['the identity', (method, url) => method === 'POST' && url.startsWith('/admin/identities')],
  ['the OAuth2 client', (method, url) => method === 'POST' && url.startsWith('/admin/clients')],
  [
    'the relations',
    (method, url) => /PUT|PATCH/.test(method) && url.startsWith('/admin/relation-tuples'),
  ],
];

describe.each(STEPS)('a registration in which %s', (_, matches) => {
  test.each<[string, Fault]>([
    ['is refused by Ory', 'fail'],
    ['is made, and the answer is lost', 'lose'],
  ])('%s leaves nothing behind, or all of it', async (_, fault) => {
    const before = await counts();
    const sample = registration();
    own.proxy.break((method, url) => (matches(method, url) ? fault : undefined));
    let answer: Answer<Registered>;
    try {
      answer = await register(sample);
    } finally {
      own.proxy.mend();
    }
    expect([200, 403, 502, 503]).toContain(answer.status);
    // Where it went on by itself it has to be whole.
    const one = answer.status === 200 ? perAgent : {};
    const after = Object.fromEntries(
      Object.entries(before).map(([name, count]) => [name, count + (one[name] ?? 0)]),
    );
    await until('nothing is left', async () => {
      expect(await counts()).toEqual(after);
      return true;
    });
  });

  test('can be sent again afterwards, and works', async () => {
    const sample = registration();
    own.proxy.break((method, url) => (matches(method, url) ? 'fail' : undefined));
    await register(sample);
    own.proxy.mend();
    const registered = await until('the same registration succeeds', async () => {
      const answer = await register(sample);
      return answer.status === 200 ? answer.body : undefined;
    });
    const accessToken = await mint(own.network.apiUrl, registered.credential);
    const client = createMoltNetClient({ baseUrl: own.network.apiUrl, auth: { accessToken } });
    expect((await client.whoami()).identityId).toBe(registered.identityId);
    const { items } = await client.diaries.list();
    expect(items).toMatchObject([{ name: 'Private', visibility: 'private' }]);
  });
});

describe('a registration', () => {
  test('repeated gives the same identity with a new secret, and the old one ends', async () => {
    const sample = registration();
    const first = ok(await register(sample));
    const second = ok(await register(sample));
    expect(second.identityId).toBe(first.identityId);
    expect(second.credential.clientSecret).not.toBe(first.credential.clientSecret);
    await mint(own.network.apiUrl, second.credential);
    await expect(mint(own.network.apiUrl, first.credential)).rejects.toThrow('401');
  });

  test('with the nonce of another is 409', async () => {
    const sample = registration();
    const { identityId } = ok(await register(sample));
    const other = signedFor(sample.headers?.['idempotency-key'] ?? '');
    expectProblem(await register(other), 'CONFLICT');
    expect(ok(await register(sample)).identityId).toBe(identityId);
  });

  test('with a proof by another key is refused, and makes nothing', async () => {
    const before = await counts();
    const sample = registration();
    const stolen = registration();
    const body = { ...(sample.body as object), proof: (stolen.body as { proof: string }).proof };
    expectProblem(await register({ ...sample, body }), 'INVALID_SIGNATURE');
    expect(await counts()).toEqual(before);
  });

  test('of a key that has joined is refused, and changes nothing', async () => {
    const keyPair = generateKeyPair();
    rememberSecret(inject('run'), keyPair.privateKey);
    const client = createMoltNetClient({ baseUrl: own.network.apiUrl });
    const { credential } = await client.register({ keyPair });
    rememberSecret(inject('run'), credential.clientSecret);
    await settled();
    const before = await counts();
    await expect(client.register({ keyPair })).rejects.toMatchObject({ code: 'CONFLICT' });
    await mint(own.network.apiUrl, credential);
    await until('nothing is left', async () => {
      expect(await counts()).toEqual(before);
      return true;
    });
  });

  test('of one key twice at once with two nonces makes one agent', async () => {
    const before = await counts();
    const { publicKey, privateKey } = generateKeyPair();
    rememberSecret(inject('run'), privateKey);
    const answers = await Promise.all(
      [1, 2].map(() => register(signedFor(undefined, { publicKey, privateKey }))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409]);
    await until('one is left', async () => {
      expect((await counts())['identities']).toBe((before['identities'] ?? 0) + 1);
      return true;
    });
    expect((await counts())['agents']).toBe((before['agents'] ?? 0) + 1);
  });

  test('leaves no secret in the database, neither of workflows nor of anything', async () => {
    const { credential } = ok(await register(registration()));
    const token = await mint(own.network.apiUrl, credential);
    const tables = await database.sql<{ schema: string; name: string }[]>`
      SELECT schemaname AS schema, tablename AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;
    const holding: string[] = [];
    for (const { schema, name } of tables) {
      const rows = await database.sql.unsafe(`SELECT t::text AS row FROM "${schema}"."${name}" t`);
      const text = rows.map(({ row }) => String(row)).join('\n');
      if (text.includes(credential.clientSecret) || text.includes(token)) {
        holding.push(`${schema}.${name}`);
      }
    }
    expect(tables.length).toBeGreaterThan(10);
    expect(holding).toEqual([]);
  });
});

/** No work of a registration is under way. */
async function settled(): Promise<void> {
  await until('relations are delivered', async () => (await counts())['outbox'] === 0);
}

function signedFor(
  nonce = registration().headers?.['idempotency-key'] ?? '',
  keyPair = generateKeyPair(),
): ReturnType<typeof registration> {
  const { publicKey, privateKey } = keyPair;
  const credentialType = 'oauth2';
  const proof = sign(registrationMessage({ nonce, publicKey, credentialType }), privateKey);
  return {
    route: 'POST /auth/register',
    headers: { 'idempotency-key': nonce },
    body: { publicKey, proof, credentialType },
  };
}
