import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  connected,
  decide,
  PersonsClient,
  startCallback,
  type Callback,
} from '../harness/connect.ts';
import { apiAt, ok } from '../harness/http.ts';
import { type Person, signUp } from '../harness/people.ts';
import { expectProblem } from '../harness/problems.ts';
import { until } from '../harness/until.ts';
import { secretsOfHome } from '../operations/world.ts';

// An MCP client that knows only a URL, and a person with a browser.

const network = inject('network');
const { apiUrl, mcpUrl, oryUrl } = network;

let ada: Person;
let callback: Callback;
beforeAll(async () => {
  [ada, callback] = await Promise.all([signUp(network, 'Ada'), startCallback()]);
});
afterAll(() => callback.stop());

const allow = async (): Promise<PersonsClient> => {
  const provider = new PersonsClient(callback);
  await decide(mcpUrl, provider, callback, { ...ada, decision: 'allow' });
  return provider;
};
const bearer = (provider: PersonsClient) => ({
  headers: { authorization: `Bearer ${provider.tokens()?.access_token}` },
});
const admin = () => apiAt(oryUrl, secretsOfHome(network.home)['ORY_API_KEY'] ?? '');
const payloadOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

test('401, metadata, registration, log-in, consent, token, and it works in the person’s name', async () => {
  const provider = await allow();
  expect(payloadOf(provider.tokens()?.access_token ?? '')).toMatchObject({
    sub: ada.identityId,
    aud: [`${mcpUrl}/mcp`],
    'moltnet:identity_id': ada.identityId,
    'moltnet:subject_type': 'human',
  });
  const client = await connected(mcpUrl, provider);
  expect(await client.callTool({ name: 'moltnet_whoami', arguments: {} })).toMatchObject({
    structuredContent: { identityId: ada.identityId, subjectType: 'human', name: 'Ada' },
  });
  const [diary] = (await ada.client.diaries.list()).items;
  const created = await client.callTool({
    name: 'entries_create',
    arguments: { diary_id: diary?.id ?? '', content: 'Written through a client.' },
  });
  expect(created.isError ?? false).toBe(false);
  await client.close();
  const { items } = await ada.client.entries.list(diary?.id ?? '');
  expect(items.map(({ content }) => content)).toContain('Written through a client.');
});

test('it may do what was consented to, and no more', async () => {
  const provider = await allow();
  const api = apiAt(apiUrl);
  const me = ok<{ scopes: string[] }>(await api('GET /agents/whoami', bearer(provider)));
  expect(me.scopes).toEqual(['human:profile', 'diary:read', 'diary:write']);
  expectProblem(
    await api('POST /teams', { ...bearer(provider), body: { name: 'Mine now' } }),
    'FORBIDDEN',
  );
});

test('a person who denies it leaves the client without a token', async () => {
  const provider = new PersonsClient(callback);
  const answer = await decide(mcpUrl, provider, callback, { ...ada, decision: 'deny' });
  expect(answer.get('error')).toBe('access_denied');
  expect(provider.tokens()).toBeUndefined();
});

test('the client refreshes its token by itself', async () => {
  const provider = await allow();
  const before = provider.tokens();
  provider.saveTokens({ ...before, access_token: 'not.a.token' } as never);
  const client = await connected(mcpUrl, provider);
  expect(await client.callTool({ name: 'moltnet_whoami', arguments: {} })).toMatchObject({
    structuredContent: { identityId: ada.identityId },
  });
  await client.close();
  expect(provider.tokens()?.refresh_token).not.toBe(before?.refresh_token);
});

test('a consent that is revoked ends the client within 5 seconds', async () => {
  const provider = await allow();
  const api = apiAt(apiUrl);
  ok(await api('GET /agents/whoami', bearer(provider)));
  const client = String(provider.clientInformation()?.client_id);
  await admin()(
    `DELETE /admin/oauth2/auth/sessions/consent?subject=${ada.identityId}&client=${client}`,
  );
  await until(
    'the token is refused',
    async () => (await api('GET /agents/whoami', bearer(provider))).status === 401,
    6_000,
  );
  const refreshed = await apiAt(oryUrl)('POST /oauth2/token', {
    raw: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: client,
      refresh_token: provider.tokens()?.refresh_token ?? '',
    }),
  });
  expect(refreshed.status).toBe(400);
});

test('a token that a person gave for another server opens nothing here', async () => {
  const provider = await allow();
  const raw = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: String(provider.clientInformation()?.client_id),
    refresh_token: provider.tokens()?.refresh_token ?? '',
    resource: 'https://somebody.else/mcp',
  });
  const answer = await apiAt(oryUrl)<{ error: string }>('POST /oauth2/token', { raw });
  expect([answer.status, answer.body.error]).toEqual([400, 'invalid_target']);
});
