import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  allow,
  authorizationUrl,
  CALLBACK,
  codeForm,
  connect,
  createPerson,
  exchange,
  logIn,
  pkce,
  register,
} from '../../../test/authorization.ts';
import { Browser } from '../../../test/browser.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { decode, isActive } from '../../../test/token-endpoint.ts';
import { startTokenHook, type TestHook } from '../../../test/token-hook.ts';

const CLAIMS = { 'moltnet:identity_id': 'a-human', 'moltnet:subject_type': 'human' };

let hook: TestHook;
let ory: TestOry;
let person: string;
let client_id: string;

beforeAll(async () => {
  hook = await startTokenHook();
  ory = await startTestOry({ tokenHookUrl: hook.url });
  person = await createPerson(ory);
  ({ client_id } = await register(ory));
});
beforeEach(() => {
  hook.answer = { status: 200, body: { session: { access_token: CLAIMS } } };
  hook.calls.length = 0;
});
afterAll(async () => {
  await ory.stop();
  await hook.stop();
});

describe('the token of a code', () => {
  test('speaks for the person, for the resource, with the scopes that were allowed', async () => {
    const browser = new Browser(ory.url);
    const { verifier, challenge } = pkce();
    const resource = 'http://127.0.0.1:8001/mcp';
    const url = authorizationUrl(
      ory,
      { client_id, scope: 'diary:read diary:write team:manage', resource },
      challenge,
    );
    const login = await browser.until(`${ory.url}/self-service/login`, url);
    const consent = await browser.until(`${ory.url}/ui/consent`, await logIn(ory, login, person));
    const granted = ['diary:read', 'diary:write', 'key:manage'];
    const back = await browser.until(CALLBACK, await allow(ory, consent, { grant_scope: granted }));
    const { status, body } = await exchange(ory, {
      grant_type: 'authorization_code',
      client_id,
      code: String(back.searchParams.get('code')),
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      resource,
    });
    expect([status, body.scope]).toEqual([200, 'diary:read diary:write']);
    expect(decode(String(body.access_token))[1]).toMatchObject({
      ...CLAIMS,
      ext: CLAIMS,
      iss: ory.url,
      sub: person,
      client_id,
      aud: [resource],
      scp: ['diary:read', 'diary:write'],
    });
    const token = String(body.access_token);
    expect((await ory.oauth2.introspectOAuth2Token({ token })).data).toMatchObject({
      active: true,
      sub: person,
      client_id,
      aud: [resource],
      ext: CLAIMS,
    });
  });

  test('the hook is asked as Hydra asks it, for the code and for each refresh', async () => {
    const { refresh } = await connect(ory, person, { client_id });
    await exchange(ory, { grant_type: 'refresh_token', client_id, refresh_token: refresh });
    expect(hook.calls.map(({ body }) => body.request)).toEqual(
      ['authorization_code', 'refresh_token'].map((grant) => ({
        client_id,
        granted_scopes: ['diary:read'],
        granted_audience: [],
        grant_types: [grant],
        payload: {},
      })),
    );
    for (const { body } of hook.calls)
      expect(body.session).toMatchObject({
        client_id,
        id_token: { subject: person, id_token_claims: { sub: person, iss: ory.url } },
      });
  });

  test('a hook that refuses the person leaves the client without a token', async () => {
    hook.answer = { status: 403 };
    const form = await codeForm(ory, person, { client_id });
    const { status, body } = await exchange(ory, form);
    expect([status, body.error]).toEqual([403, 'access_denied']);
  });

  test.each<[string, Record<string, string>]>([
    ['another verifier', { code_verifier: pkce().verifier }],
    ['another redirect URI', { redirect_uri: `${CALLBACK}2` }],
    ['no code', { code: 'none' }],
  ])('%s is no token', async (_, change) => {
    const form = await codeForm(ory, person, { client_id });
    const { status, body } = await exchange(ory, { ...form, ...change });
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  test('a code that is used twice ends what it gave the first time', async () => {
    const form = await codeForm(ory, person, { client_id });
    const first = await exchange(ory, form);
    expect(await isActive(ory, String(first.body.access_token))).toBe(true);
    expect((await exchange(ory, form)).body.error).toBe('invalid_grant');
    expect(await isActive(ory, String(first.body.access_token))).toBe(false);
  });

  test('of five who use a code at the same moment, one gets a token; so with a refresh token', async () => {
    const code = await codeForm(ory, person, { client_id });
    const { refresh } = await connect(ory, person, { client_id });
    const refreshing = { grant_type: 'refresh_token', client_id, refresh_token: refresh };
    for (const form of [code, refreshing]) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => exchange(ory, form)));
      expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      expect(answers.map(({ status }) => status)).toContain(400);
    }
  });

  test('nobody else uses a code or a refresh token', async () => {
    const stranger = await register(ory);
    const form = await codeForm(ory, person, { client_id });
    const { body } = await exchange(ory, { ...form, client_id: stranger.client_id });
    expect(body.error).toBe('invalid_grant');
    const { refresh } = await connect(ory, person, { client_id });
    const stolen = await exchange(ory, {
      grant_type: 'refresh_token',
      client_id: stranger.client_id,
      refresh_token: refresh,
    });
    expect(stolen.body.error).toBe('invalid_grant');
  });

  test('an id token names the person where openid was asked for', async () => {
    const { id_token } = await connect(ory, person, { client_id, scope: 'openid diary:read' });
    expect(decode(String(id_token))[1]).toMatchObject({
      sub: person,
      aud: client_id,
      iss: ory.url,
    });
  });

  test('an id token is no access token', async () => {
    const { id_token } = await connect(ory, person, { client_id, scope: 'openid diary:read' });
    expect(await isActive(ory, String(id_token))).toBe(false);
  });
});
