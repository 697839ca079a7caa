import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import {
  createClient,
  decode,
  isActive,
  mint,
  requestToken,
  type Credentials,
} from '../../../test/token-endpoint.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

async function revoke(form: Record<string, string>, headers = {}): Promise<number> {
  const body = new URLSearchParams(form);
  const response = await fetch(`${ory.url}/oauth2/revoke`, { method: 'POST', body, headers });
  return response.status;
}

test('an active token is introspected as Hydra does', async () => {
  const client = await createClient(ory);
  const token = await mint(ory, client);
  const [, payload] = decode(token);
  const { data } = await ory.oauth2.introspectOAuth2Token({ token });
  expect(data).toEqual({
    active: true,
    client_id: client.client_id,
    sub: client.client_id,
    iss: ory.url,
    scope: 'diary:read diary:write',
    aud: [],
    ext: {},
    iat: payload['iat'],
    nbf: payload['nbf'],
    exp: payload['exp'],
    token_type: 'Bearer',
    token_use: 'access_token',
  });
});

test('a token without a scope that is asked for is inactive', async () => {
  const token = await mint(ory, await createClient(ory));
  const of = (scope: string) => ory.oauth2.introspectOAuth2Token({ token, scope });
  expect((await of('diary:read')).data.active).toBe(true);
  expect((await of('diary:read key:manage')).data).toEqual({ active: false });
});

test.each([
  ['nothing that was ever a token', () => 'nothing'],
  ['an altered payload', (token: string) => alter(token, { client_id: 'another' })],
  ['alg none', (token: string) => `${segment({ alg: 'none' })}.${token.split('.')[1]}.`],
])('%s is inactive', async (_, forge) => {
  const token = await mint(ory, await createClient(ory));
  expect(await isActive(ory, forge(token))).toBe(false);
});

const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function alter(token: string, changes: object): string {
  const [header, , signature] = token.split('.');
  return `${header}.${segment({ ...decode(token)[1], ...changes })}.${signature}`;
}

test.each(['jwt', 'opaque'])('a revoked token is inactive, its sister is not: %s', async (kind) => {
  const client = await createClient(ory, { access_token_strategy: kind });
  const token = await mint(ory, client);
  const sister = await mint(ory, client);
  expect(await revoke({ ...client, token })).toBe(200);
  expect(await isActive(ory, token)).toBe(false);
  expect(await isActive(ory, sister)).toBe(true);
  expect(await revoke({ ...client, token })).toBe(200);
});

test('nobody revokes the token of another', async () => {
  const token = await mint(ory, await createClient(ory));
  const stranger = await createClient(ory);
  expect(await revoke({ ...stranger, token })).toBe(200);
  expect(await revoke({ ...stranger, client_secret: 'wrong', token })).toBe(401);
  expect(await revoke({ token })).toBe(401);
  expect(await isActive(ory, token)).toBe(true);
});

test('@ory/client revokes with its basic authorization', async () => {
  const client = await createClient(ory);
  const token = await mint(ory, client);
  const authorization = `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`;
  const { status } = await ory.oauth2.revokeOAuth2Token({ token }, { headers: { authorization } });
  expect(status).toBe(200);
  expect(await isActive(ory, token)).toBe(false);
});

const endings: [string, (client: Credentials) => Promise<unknown>][] = [
  ['deleting the client', ({ client_id }) => ory.oauth2.deleteOAuth2Client({ id: client_id })],
  [
    'a new secret',
    ({ client_id }) =>
      ory.oauth2.patchOAuth2Client({
        id: client_id,
        jsonPatch: [{ op: 'replace', path: '/client_secret', value: 'a-new-secret-0123456789' }],
      }),
  ],
  ['deleting its tokens', ({ client_id }) => ory.oauth2.deleteOAuth2Token({ clientId: client_id })],
];

test.each(endings)('%s ends every token at once', async (_, end) => {
  for (const access_token_strategy of ['jwt', 'opaque']) {
    const client = await createClient(ory, { access_token_strategy });
    const tokens = [await mint(ory, client), await mint(ory, client)];
    await end(client);
    for (const token of tokens) expect(await isActive(ory, token)).toBe(false);
  }
});

test('a token of a deleted client stays dead when its id is taken again', async () => {
  const client = await createClient(ory);
  const token = await mint(ory, client);
  await ory.oauth2.deleteOAuth2Client({ id: client.client_id });
  await createClient(ory, client);
  expect(await isActive(ory, token)).toBe(false);
});

test('after a new secret the old one mints nothing and the new one does', async () => {
  const client = await createClient(ory);
  const next = { ...client, client_secret: 'a-new-secret-0123456789' };
  const { data } = await ory.oauth2.patchOAuth2Client({
    id: client.client_id,
    jsonPatch: [{ op: 'replace', path: '/client_secret', value: next.client_secret }],
  });
  expect(data.client_secret).toBe(next.client_secret);
  expect((await requestToken(ory, { ...client })).status).toBe(401);
  expect(await isActive(ory, await mint(ory, next))).toBe(true);
});
