import { randomBytes } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import type { OryLocal } from '@moltnet/ory-local';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHalfProxy, type HalfProxy } from '../../test/half-proxy.ts';
import { API_KEY, startOry } from '@moltnet/ory-local/testing';
import { agentSubject, diaryTeam } from '../permissions/names.ts';
import { createTokenProxy } from '../tokens/token-proxy.ts';
import { createTokenVerifier } from '../tokens/verifier.ts';
import { createOry, type Ory } from './create-ory.ts';
import type { OryUrls } from './ory-urls.ts';

/** What each port of a self-hosted Ory serves; the other halves of a service are not there. */
const HALVES: Readonly<Record<keyof OryUrls, RegExp>> = {
  kratosPublic: /^\/(self-service|sessions|schemas)\b/,
  kratosAdmin: /^\/admin\/(identities|recovery|sessions)\b/,
  hydraPublic: /^\/(oauth2\/|\.well-known\/|userinfo)/,
  hydraAdmin: /^\/admin\/(clients|oauth2|keys)\b/,
  ketoRead: /^\/(relation-tuples|namespaces)\b/,
  ketoWrite: /^\/admin\/relation-tuples\b/,
};

let database: TestDatabase;
let oryLocal: OryLocal;
let proxies: Record<keyof OryUrls, HalfProxy>;
let urls: OryUrls;
let ory: Ory;
beforeAll(async () => {
  database = await testDatabase();
  oryLocal = await startOry(database.url);
  const entries = Object.entries(HALVES).map(
    async ([service, serves]) => [service, await startHalfProxy(oryLocal.url, serves)] as const,
  );
  proxies = Object.fromEntries(await Promise.all(entries)) as typeof proxies;
  urls = Object.fromEntries(
    Object.entries(proxies).map(([service, { url }]) => [service, url]),
  ) as unknown as OryUrls;
  ory = createOry({ urls, apiKey: API_KEY, timeoutMs: 5_000 });
});
afterAll(async () => {
  ory.close();
  for (const proxy of Object.values(proxies)) await proxy.close();
  await oryLocal.close();
  await database.stop();
});

test('each call goes to the port of a self-hosted Ory that serves it', async () => {
  const traits = {
    publicKey: `ed25519:${randomBytes(32).toString('base64')}`,
    fingerprint: '0123-4567-89AB-CDEF',
  };
  const externalId = `ext-${uuidv7()}`;
  const agent = await ory.identities.ensureAgent(externalId, traits);
  expect(await ory.identities.get(agent.id)).toEqual(agent);
  expect(await ory.identities.find(externalId, traits.publicKey)).toEqual(agent);
  await ory.identities.setKey(agent.id, traits);
  await ory.identities.recoveryCode(agent.id, 60);
  expect(await ory.identities.missing([agent.id])).toEqual([]);
  expect(await ory.identities.getHuman(agent.id)).toBeNull();
  await ory.consents.end(agent.id);

  const [clientId, clientSecret] = [uuidv7(), randomBytes(32).toString('base64url')];
  const scopes = ['diary:read'] as const;
  await ory.clients.ensureAgent({ clientId, clientSecret, name: 'scribe', agent, scopes });
  await ory.clients.setSecret(clientId, clientSecret);
  await ory.clients.setAgent(clientId, agent);
  expect(await ory.clients.identityOf(clientId)).toBe(agent.id);

  const { exchange } = createTokenProxy({ hydraUrl: urls.hydraPublic, timeoutMs: 5_000 });
  const grant = { grant_type: 'client_credentials', scope: 'diary:read' };
  const form = { ...grant, client_id: clientId, client_secret: clientSecret };
  const { status, body } = await exchange({ form });
  expect(status).toBe(200);
  const token = (body as { access_token: string }).access_token;
  expect(await ory.introspect(token)).toMatchObject({ active: true, client_id: clientId });
  const verifier = createTokenVerifier({
    hydraUrl: urls.hydraPublic,
    // Hydra calls itself by another URL than this one of its ports.
    issuer: oryLocal.url,
    introspect: ory.introspect,
    timeoutMs: 5_000,
  });
  // Its signature and issuer are good; that it names nobody is because there was no token hook.
  await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'no principal' });
  await ory.clients.endTokens(clientId);
  expect(await ory.introspect(token)).toMatchObject({ active: false });

  const tuple = diaryTeam(uuidv7(), uuidv7());
  await ory.relations.apply([{ action: 'insert', tuple }]);
  expect(await ory.relations.list('Diary')).toEqual([tuple]);
  const asked = { ...tuple, relation: 'read', subjectSet: agentSubject(agent.id) };
  expect(await ory.relations.check([asked])).toEqual([false]);
  await ory.ready();
  await ory.clients.delete(clientId);
  await ory.identities.delete(agent.id);

  expect(await ory.findSession({ token: 'ory_st_of-nobody' })).toBeNull();

  const refused = Object.values(proxies).flatMap((proxy) => proxy.refused);
  expect(refused).toEqual([]);
  const used = Object.entries(proxies).filter(([, { served }]) => served.length > 0);
  expect(used.map(([service]) => service)).toEqual(Object.keys(HALVES));
});

test('what only the network guards is asked without a key', async () => {
  const open = createOry({ urls, apiKey: undefined, timeoutMs: 5_000 });
  // ory-local wants one, which shows that none was sent.
  await expect(open.identities.get(uuidv7())).rejects.toMatchObject({ upstreamStatus: 401 });
  open.close();
});
