import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WEBHOOK_KEY } from '../../testing/index.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import {
  createClient,
  decode,
  isActive,
  mint,
  requestToken,
  type Credentials,
} from '../../../test/token-endpoint.ts';
import { startTokenHook, type TestHook } from '../../../test/token-hook.ts';

const CLAIMS = {
  'moltnet:identity_id': 'an-identity',
  'moltnet:public_key': 'ed25519:AAAA',
  'moltnet:fingerprint': '0000-0000-0000-0000',
  'moltnet:subject_type': 'agent',
};

let hook: TestHook;
let ory: TestOry;
let client: Credentials;

beforeAll(async () => {
  hook = await startTokenHook();
  ory = await startTestOry({ tokenHookUrl: hook.url, tokenHookTimeoutMs: 300 });
  client = await createClient(ory);
});
beforeEach(() => {
  hook.answer = { status: 200, body: { session: { access_token: CLAIMS } } };
  hook.calls.length = 0;
});
afterAll(async () => {
  await ory.stop();
  await hook.stop();
});

test('a token is a JWT as Hydra makes it, with the claims of the hook', async () => {
  const { status, body } = await requestToken(ory, { ...client });
  expect(status).toBe(200);
  expect(body).toEqual({
    access_token: expect.any(String),
    expires_in: 3600,
    scope: 'diary:read diary:write',
    token_type: 'Bearer',
  });
  const keys = createRemoteJWKSet(new URL(`${ory.url}/.well-known/jwks.json`));
  const { payload, protectedHeader } = await jwtVerify(String(body.access_token), keys, {
    issuer: ory.url,
    algorithms: ['RS256'],
  });
  expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  expect(payload).toEqual({
    ...CLAIMS,
    ext: CLAIMS,
    iss: ory.url,
    sub: client.client_id,
    client_id: client.client_id,
    aud: [],
    scp: ['diary:read', 'diary:write'],
    scope: 'diary:read diary:write',
    iat: payload.iat,
    nbf: payload.iat,
    exp: Number(payload.iat) + 3600,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('the resource indicator that MCP clients send changes nothing: Hydra does not know it', async () => {
  const plain = await requestToken(ory, { ...client });
  const { status, body } = await requestToken(ory, {
    ...client,
    resource: 'http://127.0.0.1:8001/mcp',
  });
  expect(status).toBe(200);
  expect(body.scope).toBe('diary:read diary:write');
  const [, expected] = decode(String(plain.body.access_token));
  const [, payload] = decode(String(body.access_token));
  const { iat, nbf, exp, jti } = payload;
  expect(payload).toEqual({ ...expected, iat, nbf, exp, jti });
});

test('the hook is asked as Hydra asks it', async () => {
  await requestToken(ory, { ...client, scope: 'diary:read' });
  expect(hook.calls).toHaveLength(1);
  const [call] = hook.calls;
  expect(call?.headers).toMatchObject({
    'x-ory-api-key': WEBHOOK_KEY,
    'content-type': 'application/json; charset=UTF-8',
  });
  expect(call?.body.request).toEqual({
    client_id: client.client_id,
    granted_scopes: ['diary:read'],
    granted_audience: [],
    grant_types: ['client_credentials'],
    payload: {},
  });
  expect(call?.body.session).toMatchObject({
    client_id: client.client_id,
    id_token: { subject: client.client_id, id_token_claims: { iss: ory.url } },
    extra: {},
  });
});

test('claims that the project does not allow at the top stand under ext alone', async () => {
  hook.answer = { status: 200, body: { session: { access_token: { sub: 'root', other: 1 } } } };
  const [, payload] = decode(await mint(ory, client));
  expect(payload).toMatchObject({ sub: client.client_id, ext: { sub: 'root', other: 1 } });
  expect(payload['other']).toBeUndefined();
});

test.each([
  ['204', { status: 204 }],
  ['200 without claims', { status: 200, body: { session: {} } }],
])('hook: %s adds nothing', async (_, answer) => {
  hook.answer = answer;
  expect(decode(await mint(ory, client))[1]['ext']).toEqual({});
});

test.each([
  ['403 refuses', { status: 403, body: { error: 'unknown agent' } }, 403, 'access_denied'],
  ['404 fails', { status: 404 }, 500, 'server_error'],
  ['500 fails', { status: 500 }, 500, 'server_error'],
  ['an answer that is no session fails', { status: 200, body: [] }, 500, 'server_error'],
  [
    'claims that are no object fail',
    { status: 200, body: { session: { access_token: 1 } } },
    500,
    'server_error',
  ],
  ['silence fails', 'hang', 500, 'server_error'],
] as const)('hook: %s', async (_, answer, expected, error) => {
  hook.answer = answer;
  const { status, body } = await requestToken(ory, { ...client });
  expect([status, body.error]).toEqual([expected, error]);
  expect(JSON.stringify(body)).not.toContain(hook.url);
});

test('a hook that loses one connection is asked again, one that loses two fails', async () => {
  hook.resets = 1;
  expect((await requestToken(ory, { ...client })).status).toBe(200);
  hook.resets = 2;
  expect((await requestToken(ory, { ...client })).status).toBe(500);
  expect(hook.resets).toBe(0);
});

test('a client may authenticate by header or by form, whichever it registered', async () => {
  const basic = `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`;
  expect((await requestToken(ory, {}, { authorization: basic })).status).toBe(200);
  expect((await requestToken(ory, { ...client })).status).toBe(200);
});

test.each([
  ['a wrong secret', () => ({ ...client, client_secret: 'wrong' }), 401, 'invalid_client'],
  ['an unknown client', () => ({ ...client, client_id: 'nobody' }), 401, 'invalid_client'],
  ['no secret', () => ({ client_id: client.client_id }), 401, 'invalid_client'],
  [
    'a scope of others',
    () => ({ ...client, scope: 'diary:read key:manage' }),
    400,
    'invalid_scope',
  ],
  ['an audience of others', () => ({ ...client, audience: 'https://x' }), 400, 'invalid_request'],
  ['another grant', () => ({ ...client, grant_type: 'password' }), 400, 'unsupported_grant_type'],
] as const)('%s is refused before the hook is asked', async (_, form, expected, error) => {
  const { status, body } = await requestToken(ory, form() as Record<string, string>);
  expect([status, body.error]).toEqual([expected, error]);
  expect(hook.calls).toEqual([]);
});

test('an audience that the client may ask for is in the token', async () => {
  const own = await createClient(ory, { audience: ['https://api.example'] });
  const { body } = await requestToken(ory, { ...own, audience: 'https://api.example' });
  expect(decode(String(body.access_token))[1]['aud']).toEqual(['https://api.example']);
});

test('a client can have its own lifespan and opaque tokens', async () => {
  const own = await createClient(ory, {
    client_credentials_grant_access_token_lifespan: '2m',
    access_token_strategy: 'opaque',
  });
  const { body } = await requestToken(ory, { ...own });
  expect(body.expires_in).toBe(120);
  expect(body.access_token).not.toContain('.');
  const { data } = await ory.oauth2.introspectOAuth2Token({ token: String(body.access_token) });
  expect(data).toMatchObject({ active: true, client_id: own.client_id, ext: CLAIMS, aud: [] });
});

test('a body of more than 56 KB is refused', async () => {
  const { status, body } = await requestToken(ory, { ...client, x: 'x'.repeat(60_000) });
  expect([status, body.error]).toEqual([400, 'invalid_request']);
});

test('discovery names the endpoints at the issuer, whatever host was asked', async () => {
  const response = await fetch(`${ory.url}/.well-known/openid-configuration`, {
    headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
  });
  expect(await response.json()).toMatchObject({
    issuer: ory.url,
    token_endpoint: `${ory.url}/oauth2/token`,
    revocation_endpoint: `${ory.url}/oauth2/revoke`,
    jwks_uri: `${ory.url}/.well-known/jwks.json`,
  });
  expect((await ory.oidc.discoverOidcConfiguration()).data.issuer).toBe(ory.url);
});

test('the JWKS holds public keys only', async () => {
  const { data } = await ory.wellknown.discoverJsonWebKeys();
  expect(data.keys?.map((key) => Object.keys(key).sort())).toEqual([
    ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  ]);
});

test('keys and tokens outlive a restart', async () => {
  const before = await startTestOry();
  const credentials = await createClient(before);
  const token = await mint(before, credentials);
  const keys = (await before.wellknown.discoverJsonWebKeys()).data;
  const after = await before.restart();
  expect((await after.wellknown.discoverJsonWebKeys()).data).toEqual(keys);
  expect(await isActive(after, token)).toBe(true);
  await mint(after, credentials);
  await after.stop();
});
