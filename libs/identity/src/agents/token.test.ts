import { createTokenProxy, createTokenVerifier } from '@moltnet/auth';
import { authentication } from '@moltnet/auth/fastify';
import { Problem } from '@moltnet/contract';
import { agentWriter } from '@moltnet/database';
import { testDatabase } from '@moltnet/database/testing';
import { API_KEY, startOry, WEBHOOK_KEY } from '@moltnet/ory-local/testing';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registrationRequest } from '../../test/requests.ts';
import { type Service, startService, TIMEOUT_MS } from '../../test/service.ts';

const HOOK = '/hooks/hydra/token-exchange';

let service: Service;
let oryUrl: string;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const database = await testDatabase();
  stops.unshift(() => database.stop());
  const api = Fastify();
  await api.register(authentication, {
    webhookKey: WEBHOOK_KEY,
    verifier: { verify: () => Promise.reject(new Error('no route needs it')) },
  });
  api.setErrorHandler((error, _request, reply) =>
    reply.status(error instanceof Problem ? error.status : 500).send({}),
  );
  api.post<{ Body: { request: { client_id: string } } }>(
    HOOK,
    { config: { auth: 'webhook' } },
    async ({ body }) => ({
      session: { access_token: await service.identity.tokenClaims(body.request.client_id) },
    }),
  );
  const apiUrl = await api.listen({ host: '127.0.0.1', port: 0 });
  stops.unshift(() => api.close());
  const oryLocal = await startOry(database.url, { tokenHookUrl: `${apiUrl}${HOOK}` });
  stops.unshift(() => oryLocal.close());
  oryUrl = oryLocal.url;
  service = await startService(database.url, oryUrl);
  stops.unshift(() => service.stop());
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

function newVerifier() {
  return createTokenVerifier({
    hydraUrl: oryUrl,
    introspect: service.ory.introspect,
    timeoutMs: TIMEOUT_MS,
    admits: (principal) => service.identity.admits(principal),
  });
}

async function mint(clientId: string, clientSecret: string, scope: string) {
  const proxy = createTokenProxy({ hydraUrl: oryUrl, timeoutMs: 5_000 });
  const form = { grant_type: 'client_credentials', client_id: clientId, scope };
  const { status, body } = await proxy.exchange({ form: { ...form, client_secret: clientSecret } });
  return { status, token: (body as { access_token?: string }).access_token ?? '' };
}

test('from key to principal: register, mint, verify, and refuse when the agent is gone', async () => {
  const registration = await service.identity.register(registrationRequest());
  const { clientId, clientSecret } = registration.credential;
  const { status, token } = await mint(clientId, clientSecret, 'diary:read crypto:sign');
  expect(status).toBe(200);
  expect(await newVerifier().verify(token)).toEqual({
    kind: 'agent',
    identityId: registration.identityId,
    clientId,
    publicKey: registration.publicKey,
    fingerprint: registration.fingerprint,
    credentialsVersion: '1',
    scopes: ['diary:read', 'crypto:sign'],
  });

  await service.db.transaction((tx) => agentWriter(tx).delete(registration.identityId));
  await expect(newVerifier().verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect((await mint(clientId, clientSecret, 'diary:read')).status).toBe(403);
});

/** Has ory-local sign with another key from now on. */
async function rotateSigningKey(): Promise<void> {
  const response = await fetch(`${oryUrl}/admin/keys/hydra.jwt.access-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ alg: 'RS256', use: 'sig', kid: '' }),
  });
  expect(response.status).toBe(201);
}

/** The header of a JWT, which names its key. */
const headerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());

test('a signing key that comes while it runs is fetched, and tokens of the one before stay good', async () => {
  const registration = await service.identity.register(registrationRequest());
  const { clientId, clientSecret } = registration.credential;
  const verifier = newVerifier();
  const before = await mint(clientId, clientSecret, 'diary:read');
  await verifier.verify(before.token);
  await rotateSigningKey();
  const after = await mint(clientId, clientSecret, 'diary:read');
  expect(headerOf(after.token)).not.toEqual(headerOf(before.token));
  const identityOf = async (token: string) =>
    (await verifier.verify(token).catch(() => undefined))?.identityId;
  // Keys are not asked for again within five seconds of the last time.
  await expect
    .poll(() => identityOf(after.token), { timeout: 8_000 })
    .toBe(registration.identityId);
  expect(await identityOf(before.token)).toBe(registration.identityId);
  const fresh = await newVerifier().verify(before.token);
  expect(fresh.identityId).toBe(registration.identityId);
});
