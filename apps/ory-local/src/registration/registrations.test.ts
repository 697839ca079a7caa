import { connect as connectDatabase } from '@moltnet/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  authorizationUrl,
  connect,
  createPerson,
  pkce,
  register,
  registration,
  type Registered,
} from '../../test/authorization.ts';
import { agentClient } from '../../test/agents.ts';
import { Browser } from '../../test/browser.ts';
import { startTestOry, type TestOry } from '../../test/ory.ts';
import { isActive } from '../../test/token-endpoint.ts';
import { sweepRegistrations } from './sweep.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

async function send(method: string, url: string, body?: unknown, token?: string) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = (text === '' ? {} : JSON.parse(text)) as Registered & { error?: string };
  return { status: response.status, headers: response.headers, body: answer };
}

const post = (body: unknown) => send('POST', `${ory.url}/oauth2/register`, body);

test('a client registers itself, and is told what it may do', async () => {
  const { status, body } = await post(registration());
  expect(status).toBe(201);
  expect(body).toMatchObject({
    client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    client_id_issued_at: expect.any(Number),
    client_name: 'Notebook',
    redirect_uris: ['http://127.0.0.1:7777/callback'],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    scope: expect.stringContaining('diary:read'),
    registration_client_uri: `${ory.url}/oauth2/register/${body.client_id}`,
  });
  expect(body.client_secret).toBeUndefined();
  expect(body.registration_access_token).toMatch(/^[\w-]{43}$/);
});

test('the authorization server says that and how', async () => {
  for (const path of ['oauth-authorization-server', 'openid-configuration']) {
    const { body } = await send('GET', `${ory.url}/.well-known/${path}`);
    expect(body).toMatchObject({
      issuer: ory.url,
      authorization_endpoint: `${ory.url}/oauth2/auth`,
      token_endpoint: `${ory.url}/oauth2/token`,
      registration_endpoint: `${ory.url}/oauth2/register`,
      revocation_endpoint: `${ory.url}/oauth2/revoke`,
      userinfo_endpoint: `${ory.url}/userinfo`,
      end_session_endpoint: `${ory.url}/oauth2/sessions/logout`,
      client_id_metadata_document_supported: true,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      grant_types_supported: expect.arrayContaining(['authorization_code', 'refresh_token']),
      token_endpoint_auth_methods_supported: expect.arrayContaining(['none']),
      authorization_response_iss_parameter_supported: true,
      scopes_supported: expect.arrayContaining(['openid', 'diary:read', 'human:profile']),
    });
  }
});

test('a confidential client gets its secret once, by which it authenticates', async () => {
  const { body } = await post(registration({ token_endpoint_auth_method: 'client_secret_post' }));
  expect(body.client_secret).toMatch(/^[\w-]{43}$/);
  const read = await send(
    'GET',
    body.registration_client_uri,
    undefined,
    body.registration_access_token,
  );
  expect(read.body.client_secret).toBeUndefined();
});

test('what only the operator may say of a client is ignored', async () => {
  const { body } = await post(
    registration({
      client_id: 'mine',
      client_secret: 'chosen-by-the-client',
      skip_consent: true,
      owner: 'root',
      metadata: { identity_id: 'another' },
      audience: ['https://api.example'],
      access_token_strategy: 'opaque',
      authorization_code_grant_access_token_lifespan: '8760h',
      scope: 'diary:read root key:manage',
    }),
  );
  const { data } = await ory.oauth2.getOAuth2Client({ id: body.client_id });
  expect(body.client_id).not.toBe('mine');
  expect(data).toMatchObject({
    skip_consent: false,
    owner: '',
    metadata: {},
    audience: [],
    scope: 'diary:read',
    authorization_code_grant_access_token_lifespan: null,
  });
  expect(data.access_token_strategy).toBeUndefined();
});

const KEYS = 'https://app.example/keys';
const KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const keyed = (changes: object) => ({
  token_endpoint_auth_method: 'private_key_jwt',
  ...changes,
});

const bad = (uri: string): [string, object, string] => [
  uri,
  { redirect_uris: ['https://app.example/', uri] },
  'invalid_redirect_uri',
];

test.each<[string, object, string]>([
  bad('http://app.example/callback'),
  bad('http://127.0.0.1.evil.example/'),
  bad('http://localhost@evil.example/'),
  bad('https://user:secret@app.example/'),
  bad('https://app.example/#fragment'),
  bad('https://app.example/*'),
  bad('https://localhost/'),
  bad('javascript:alert(1)'),
  bad('data:text/html,x'),
  bad('myapp://callback'),
  bad('/callback'),
  bad(''),
  ['no redirect', { redirect_uris: [] }, 'invalid_client_metadata'],
  ['a redirect that is none', { redirect_uris: [7] }, 'invalid_client_metadata'],
  ['tokens without a person', { grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
  ['the implicit flow', { response_types: ['token'] }, 'invalid_client_metadata'],
  ['a key that it does not name', keyed({}), 'invalid_client_metadata'],
  ['no key', keyed({ jwks: { keys: [] } }), 'invalid_client_metadata'],
  ['keys that are none', keyed({ jwks: { keys: ['a'] } }), 'invalid_client_metadata'],
  ['a private key', keyed({ jwks: { keys: [{ ...KEY, d: 'x' }] } }), 'invalid_client_metadata'],
  ['a shared key', keyed({ jwks: { keys: [{ kty: 'oct', k: 'x' }] } }), 'invalid_client_metadata'],
  ['half a key', keyed({ jwks: { keys: [{ kty: 'OKP' }] } }), 'invalid_client_metadata'],
  [
    'eleven keys',
    keyed({ jwks: { keys: Array.from({ length: 11 }, () => KEY) } }),
    'invalid_client_metadata',
  ],
  ['keys twice', keyed({ jwks: { keys: [KEY] }, jwks_uri: KEYS }), 'invalid_client_metadata'],
  ['keys in the clear', keyed({ jwks_uri: 'http://x.example/' }), 'invalid_client_metadata'],
  [
    'a signature with a shared key',
    keyed({ jwks_uri: KEYS, token_endpoint_auth_signing_alg: 'HS256' }),
    'invalid_client_metadata',
  ],
  ['a page that is a script', { client_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
  ['a long name', { client_name: 'x'.repeat(201) }, 'invalid_client_metadata'],
  ['a name with NUL', { client_name: 'a\0b' }, 'invalid_client_metadata'],
  ['a name that turns the text', { client_name: '\u202efdp.txt' }, 'invalid_client_metadata'],
  ['half of an emoji', { client_name: '\ud83d' }, 'invalid_client_metadata'],
  ['a contact with NUL', { contacts: ['a\0b'] }, 'invalid_client_metadata'],
])('%s is refused', async (_, change, error) => {
  const { status, body } = await post(registration(change));
  expect([status, body.error]).toEqual([400, error]);
});

test.each([
  'https://app.example/callback',
  'http://127.0.0.1/',
  'http://[::1]:8080/cb',
  'http://localhost:3000/cb',
  'com.example.app:/callback',
])('%s is a place to come back to', async (uri) => {
  expect((await post(registration({ redirect_uris: [uri] }))).status).toBe(201);
});

test('a client changes what it said with its token, which changes too', async () => {
  const client = await register(ory);
  const { registration_client_uri: uri, registration_access_token: token } = client;
  const change = registration({ client_id: client.client_id, client_name: 'Renamed' });
  const changed = await send('PUT', uri, change, token);
  expect([changed.status, changed.body.client_name]).toEqual([200, 'Renamed']);
  expect((await send('GET', uri, undefined, token)).status).toBe(401);
  const next = changed.body.registration_access_token;
  const read = await send('GET', uri, undefined, next);
  expect(read.body).toMatchObject({ client_id: client.client_id, client_name: 'Renamed' });
  const moved = await send('PUT', uri, { ...change, client_id: 'another' }, next);
  expect([moved.status, moved.body.error]).toEqual([400, 'invalid_client_metadata']);
  const secret = { ...change, token_endpoint_auth_method: 'client_secret_post' };
  expect((await send('PUT', uri, secret, next)).status).toBe(400);
});

test('a client deletes itself, and its tokens with it', async () => {
  const client = await register(ory);
  const { registration_client_uri: uri, registration_access_token: token } = client;
  const { access, refresh } = await connect(ory, await createPerson(ory), {
    client_id: client.client_id,
  });
  expect((await send('DELETE', uri, undefined, token)).status).toBe(204);
  expect(await isActive(ory, access)).toBe(false);
  expect(await isActive(ory, refresh)).toBe(false);
  expect((await send('GET', uri, undefined, token)).status).toBe(401);
  const page = await new Browser(ory.url).open(
    authorizationUrl(ory, { client_id: client.client_id }, pkce().challenge),
  );
  expect(page.status).toBe(400);
});

test('nobody manages a client without its token', async () => {
  const client = await register(ory);
  const stranger = await register(ory);
  const { data: agent } = await ory.oauth2.createOAuth2Client({ oAuth2Client: agentClient() });
  for (const [id, token] of [
    [client.client_id, undefined],
    [client.client_id, 'wrong'],
    [client.client_id, stranger.registration_access_token],
    [agent.client_id, client.registration_access_token],
    ['nobody', client.registration_access_token],
  ] as const)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? registration() : undefined;
      const answer = await send(method, `${ory.url}/oauth2/register/${id}`, body, token);
      expect([method, id, answer.status, answer.body.error]).toEqual([
        method,
        id,
        401,
        'invalid_token',
      ]);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
});

test('registrations are limited by address', async () => {
  const limited = await startTestOry({ registrationsPerMinute: 2 });
  const again = () => send('POST', `${limited.url}/oauth2/register`, registration());
  expect([(await again()).status, (await again()).status]).toEqual([201, 201]);
  const refused = await again();
  expect([refused.status, refused.body.error]).toEqual([429, 'too_many_requests']);
  expect(refused.headers.get('retry-after')).not.toBeNull();
  await limited.stop();
});

test('authorization requests are limited by address, and a browser is told so', async () => {
  const limited = await startTestOry({ authorizationsPerMinute: 1 });
  const { client_id } = await register(limited);
  const ask = () =>
    new Browser(limited.url).open(authorizationUrl(limited, { client_id }, pkce().challenge));
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect([refused.status, refused.text.includes('At most 1 authorizations')]).toEqual([429, true]);
  await limited.stop();
});

test('clients that nobody connects are forgotten, after a day or after 90', async () => {
  const database = connectDatabase(ory.databaseUrl, { applicationName: 'test', max: 1 });
  const age = (id: string, days: number) => database.sql`
    update ory_local.oauth2_clients set created_at = now() - ${days} * interval '1 day',
      last_granted_at = last_granted_at - ${days} * interval '1 day' where client_id = ${id}`;
  const [young, old, used, forgotten] = await Promise.all([1, 2, 3, 4].map(() => register(ory)));
  const person = await createPerson(ory);
  for (const client of [used, forgotten])
    await connect(ory, person, { client_id: String(client?.client_id) });
  const { data: agent } = await ory.oauth2.createOAuth2Client({ oAuth2Client: agentClient() });
  await age(String(old?.client_id), 2);
  await age(String(used?.client_id), 60);
  await age(String(forgotten?.client_id), 100);
  await age(String(agent.client_id), 1000);
  while ((await sweepRegistrations(database)) > 0);
  const there = async (id: string | undefined) =>
    (await ory.oauth2.getOAuth2Client({ id: String(id) })).status === 200;
  expect(
    await Promise.all(
      [young, old, used, forgotten, agent].map((client) => there(client?.client_id)),
    ),
  ).toEqual([true, false, true, false, true]);
  await database.close();
});
