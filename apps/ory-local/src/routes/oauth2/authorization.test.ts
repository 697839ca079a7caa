import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  allow,
  authorizationUrl,
  authorize,
  CALLBACK,
  challengeOf,
  connect,
  createPerson,
  exchange,
  logIn,
  pkce,
  register,
  WEB_CALLBACK,
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

describe('the authorization request', () => {
  test('asks the person to log in and to consent, as Hydra describes it to its pages', async () => {
    const browser = new Browser(ory.url);
    const url = authorizationUrl(
      ory,
      { client_id, scope: 'diary:read diary:write', resource: 'https://mcp.example/mcp' },
      pkce().challenge,
    );
    const login = await browser.until(`${ory.url}/self-service/login`, url);
    const loginChallenge = challengeOf(login, 'login_challenge');
    const { data } = await ory.oauth2.getOAuth2LoginRequest({ loginChallenge });
    expect(data).toMatchObject({
      challenge: loginChallenge,
      client: { client_id, client_name: 'Notebook', redirect_uris: [CALLBACK] },
      requested_scope: ['diary:read', 'diary:write'],
      requested_access_token_audience: ['https://mcp.example/mcp'],
      skip: false,
      subject: '',
    });
    const consent = await browser.until(`${ory.url}/ui/consent`, await logIn(ory, login, person));
    const consentChallenge = challengeOf(consent, 'consent_challenge');
    const request = await ory.oauth2.getOAuth2ConsentRequest({ consentChallenge });
    expect(request.data).toMatchObject({
      challenge: consentChallenge,
      client: { client_id },
      requested_scope: ['diary:read', 'diary:write'],
      subject: person,
    });
  });

  test('ends at the client with a code, its state and who made it (RFC 9207)', async () => {
    const url = await authorize(ory, person, { client_id }, pkce().challenge);
    expect(`${url.origin}${url.pathname}`).toBe(CALLBACK);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      code: expect.any(String),
      state: 'a-state',
      iss: ory.url,
    });
  });

  test.each<[string, Record<string, string | undefined>, string]>([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['PKCE without hashing', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope of nobody', { scope: 'diary:read root' }, 'invalid_scope'],
    ['a token in the address bar', { response_type: 'token' }, 'unsupported_response_type'],
    ['a resource that is no URL', { resource: 'everything' }, 'invalid_target'],
    ['a resource in the clear', { resource: 'http://mcp.example/mcp' }, 'invalid_target'],
    ['nobody logged in and no questions', { prompt: 'none' }, 'login_required'],
  ])('%s goes back to the client as an error', async (_, change, error) => {
    const url = authorizationUrl(ory, { client_id, ...change }, pkce().challenge);
    const back = await new Browser(ory.url).until(CALLBACK, url);
    const answer = new URLSearchParams(back.search || back.hash.slice(1));
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect([answer.get('error'), answer.get('state')]).toEqual([error, 'a-state']);
  });

  test.each<[string, Record<string, string>]>([
    ['an unknown client', { client_id: 'nobody' }],
    ['another path', { redirect_uri: `${CALLBACK}/x` }],
    ['another host', { redirect_uri: 'https://evil.example/callback' }],
    ['a host that begins alike', { redirect_uri: 'http://127.0.0.1.evil.example/callback' }],
    ['credentials before the host', { redirect_uri: 'http://127.0.0.1@evil.example/callback' }],
    ['a query of its own', { redirect_uri: `${CALLBACK}?to=evil` }],
  ])('%s is shown to the person and sent nowhere', async (_, change) => {
    const url = authorizationUrl(ory, { client_id, ...change }, pkce().challenge);
    const page = await new Browser(ory.url).open(url);
    expect([page.status, new URL(page.url).origin]).toEqual([400, ory.url]);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('a client on loopback may come back at any port', async () => {
    const redirect_uri = 'http://127.0.0.1:51234/callback';
    const url = await authorize(ory, person, { client_id, redirect_uri }, pkce().challenge);
    expect(url.port).toBe('51234');
  });

  test('a client that names no scope asks for all that it registered', async () => {
    const own = await register(ory, { scope: 'diary:read pack:read' });
    const asked = { client_id: own.client_id, scope: undefined };
    const { access } = await connect(ory, person, asked);
    expect(decode(access)[1]['scp']).toEqual(['diary:read', 'pack:read']);
  });

  test('refusing tells the client so', async () => {
    const browser = new Browser(ory.url);
    const url = authorizationUrl(ory, { client_id }, pkce().challenge);
    const login = await browser.until(`${ory.url}/self-service/login`, url);
    const consent = await browser.until(`${ory.url}/ui/consent`, await logIn(ory, login, person));
    const { data } = await ory.oauth2.rejectOAuth2ConsentRequest({
      consentChallenge: challengeOf(consent, 'consent_challenge'),
      rejectOAuth2Request: { error: 'access_denied', error_description: 'No.' },
    });
    const back = await browser.until(CALLBACK, data.redirect_to);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'No.',
      state: 'a-state',
      iss: ory.url,
    });
  });

  test('who has another person answer does not get on in their name', async () => {
    const thief = new Browser(ory.url);
    const url = authorizationUrl(ory, { client_id }, pkce().challenge);
    const login = await thief.until(`${ory.url}/self-service/login`, url);
    const redirect = new URL(await logIn(ory, login, person));
    redirect.search = '';
    expect((await thief.open(redirect.href)).status).toBe(403);
    redirect.search = '?login_verifier=guessed';
    expect((await thief.open(redirect.href)).status).toBe(403);
  });

  test('an answered request is not carried on at the address of another', async () => {
    const thief = new Browser(ory.url);
    const url = authorizationUrl(ory, { client_id }, pkce().challenge);
    const first = await thief.until(`${ory.url}/self-service/login`, url);
    await logIn(ory, first, person);
    const cookies = thief.cookieHeader();
    const other = new Browser(ory.url);
    const second = await other.until(`${ory.url}/self-service/login`, url);
    const own = await logIn(ory, second, await createPerson(ory));
    for (const cookie of [cookies, `${cookies}; ${other.cookieHeader()}`]) {
      const headers = { cookie, accept: 'text/html' };
      const answer = await fetch(own, { headers, redirect: 'manual' });
      expect(answer.status).toBe(403);
    }
  });

  test('an answer works in the browser that asked, and in no other', async () => {
    const url = authorizationUrl(ory, { client_id }, pkce().challenge);
    const login = await new Browser(ory.url).until(`${ory.url}/self-service/login`, url);
    const page = await new Browser(ory.url).open(await logIn(ory, login, person));
    expect([page.status, new URL(page.url).origin]).toEqual([403, ory.url]);
  });

  test('nobody logs in who is not there', async () => {
    const url = authorizationUrl(ory, { client_id }, pkce().challenge);
    const login = await new Browser(ory.url).until(`${ory.url}/self-service/login`, url);
    const { status } = await ory.oauth2.acceptOAuth2LoginRequest({
      loginChallenge: challengeOf(login, 'login_challenge'),
      acceptOAuth2LoginRequest: { subject: crypto.randomUUID() },
    });
    expect(status).toBe(400);
  });
});

describe('the token', () => {
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
    const { verifier, challenge } = pkce();
    const url = await authorize(ory, person, { client_id }, challenge);
    const { status, body } = await exchange(ory, {
      grant_type: 'authorization_code',
      client_id,
      code: String(url.searchParams.get('code')),
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    });
    expect([status, body.error]).toEqual([403, 'access_denied']);
  });

  test.each<[string, Record<string, string>]>([
    ['another verifier', { code_verifier: pkce().verifier }],
    ['another redirect URI', { redirect_uri: `${CALLBACK}2` }],
    ['no code', { code: 'none' }],
  ])('%s is no token', async (_, change) => {
    const { verifier, challenge } = pkce();
    const url = await authorize(ory, person, { client_id }, challenge);
    const { status, body } = await exchange(ory, {
      grant_type: 'authorization_code',
      client_id,
      code: String(url.searchParams.get('code')),
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      ...change,
    });
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  test('a code that is used twice ends what it gave the first time', async () => {
    const { verifier, challenge } = pkce();
    const url = await authorize(ory, person, { client_id }, challenge);
    const form = {
      grant_type: 'authorization_code',
      client_id,
      code: String(url.searchParams.get('code')),
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    };
    const first = await exchange(ory, form);
    expect(await isActive(ory, String(first.body.access_token))).toBe(true);
    expect((await exchange(ory, form)).body.error).toBe('invalid_grant');
    expect(await isActive(ory, String(first.body.access_token))).toBe(false);
  });

  test('of five who use a code at the same moment, one gets a token; so with a refresh token', async () => {
    const { verifier, challenge } = pkce();
    const url = await authorize(ory, person, { client_id }, challenge);
    const code = {
      grant_type: 'authorization_code',
      client_id,
      code: String(url.searchParams.get('code')),
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    };
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
    const { verifier, challenge } = pkce();
    const url = await authorize(ory, person, { client_id }, challenge);
    const { body } = await exchange(ory, {
      grant_type: 'authorization_code',
      client_id: stranger.client_id,
      code: String(url.searchParams.get('code')),
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    });
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

const refreshWith = (token: string) =>
  exchange(ory, { grant_type: 'refresh_token', client_id, refresh_token: token });

describe('a refresh token', () => {
  test('is replaced by each use', async () => {
    const { access, refresh } = await connect(ory, person, { client_id });
    const { status, body } = await refreshWith(refresh);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(refresh);
    expect(decode(String(body.access_token))[1]).toMatchObject({
      sub: person,
      scp: ['diary:read'],
    });
    expect(await isActive(ory, access)).toBe(true);
    expect((await refreshWith(String(body.refresh_token))).status).toBe(200);
  });

  test('that is used twice ends the whole chain: one of the two is a thief', async () => {
    const { refresh } = await connect(ory, person, { client_id });
    const { body } = await refreshWith(refresh);
    expect((await refreshWith(refresh)).body.error).toBe('invalid_grant');
    expect((await refreshWith(String(body.refresh_token))).body.error).toBe('invalid_grant');
    expect(await isActive(ory, String(body.access_token))).toBe(false);
  });

  test('never widens what was allowed', async () => {
    const { refresh } = await connect(ory, person, { client_id });
    const { status, body } = await exchange(ory, {
      grant_type: 'refresh_token',
      client_id,
      refresh_token: refresh,
      scope: 'diary:read diary:write',
    });
    expect([status, body.error]).toEqual([400, 'invalid_scope']);
  });

  test('is not given to a client that did not register for it', async () => {
    const own = await register(ory, { grant_types: ['authorization_code'] });
    const { refresh } = await connect(ory, person, { client_id: own.client_id });
    expect(refresh).toBe('undefined');
  });
});

const registerWeb = () => register(ory, { redirect_uris: [WEB_CALLBACK] });

describe('a consent', () => {
  const web = { redirect_uri: WEB_CALLBACK };

  async function untilConsent(browser: Browser, own: string, scope = 'diary:read') {
    const url = authorizationUrl(ory, { client_id: own, scope, ...web }, pkce().challenge);
    const login = await browser.until(`${ory.url}/self-service/login`, url);
    return logIn(ory, login, person);
  }

  test('that is to be remembered is not asked for again, for the same or less', async () => {
    const own = (await registerWeb()).client_id;
    const browser = new Browser(ory.url);
    const asked = await browser.until(
      `${ory.url}/ui/consent`,
      await untilConsent(browser, own, 'diary:read team:read'),
    );
    await browser.until(WEB_CALLBACK, await allow(ory, asked, { remember: true }));
    const again = await browser.until(WEB_CALLBACK, await untilConsent(browser, own));
    expect(again.searchParams.get('code')).not.toBeNull();
    const more = await browser.until(
      `${ory.url}/ui/consent`,
      await untilConsent(browser, own, 'diary:write'),
    );
    expect(more.searchParams.has('consent_challenge')).toBe(true);
  });

  test.each<[string, boolean]>([
    ['that is not to be remembered is asked for each time', false],
    ['to a client on the person’s own machine is, too', true],
  ])('%s', async (_, isNative) => {
    const asked = isNative
      ? { client_id, redirect_uri: CALLBACK }
      : { client_id: (await registerWeb()).client_id, ...web };
    const browser = new Browser(ory.url);
    for (let times = 0; times < 2; times += 1) {
      const login = await browser.until(
        `${ory.url}/self-service/login`,
        authorizationUrl(ory, asked, pkce().challenge),
      );
      const consent = await browser.until(`${ory.url}/ui/consent`, await logIn(ory, login, person));
      expect(consent.searchParams.has('consent_challenge')).toBe(true);
      await browser.until(asked.redirect_uri, await allow(ory, consent, { remember: isNative }));
    }
  });

  test('is listed, and revoking it ends its tokens at once', async () => {
    const somebody = await createPerson(ory);
    const { access, refresh } = await connect(ory, somebody, { client_id });
    const listed = await ory.oauth2.listOAuth2ConsentSessions({ subject: somebody });
    expect(listed.data).toMatchObject([
      {
        grant_scope: ['diary:read'],
        consent_request: { client: { client_id }, subject: somebody },
      },
    ]);
    const other = await connect(ory, somebody, { client_id: (await register(ory)).client_id });
    await ory.oauth2.revokeOAuth2ConsentSessions({ subject: somebody, client: client_id });
    expect(await isActive(ory, access)).toBe(false);
    expect(await isActive(ory, refresh)).toBe(false);
    expect(await isActive(ory, other.access)).toBe(true);
    const form = { grant_type: 'refresh_token', client_id, refresh_token: refresh };
    expect((await exchange(ory, form)).body.error).toBe('invalid_grant');
    await ory.oauth2.revokeOAuth2ConsentSessions({ subject: somebody, all: true });
    expect(await isActive(ory, other.access)).toBe(false);
    expect((await ory.oauth2.listOAuth2ConsentSessions({ subject: somebody })).data).toEqual([]);
  });

  test('a person who is deactivated or deleted has no live token left', async () => {
    for (const end of [
      (id: string) =>
        ory.identities.patchIdentity({
          id,
          jsonPatch: [{ op: 'replace', path: '/state', value: 'inactive' }],
        }),
      (id: string) => ory.identities.deleteIdentity({ id }),
    ]) {
      const somebody = await createPerson(ory);
      const { access, refresh } = await connect(ory, somebody, { client_id });
      expect((await end(somebody)).status).toBeLessThan(300);
      expect(await isActive(ory, access)).toBe(false);
      const form = { grant_type: 'refresh_token', client_id, refresh_token: refresh };
      expect((await exchange(ory, form)).body.error).toBe('invalid_grant');
    }
  });

  test('a client revokes its refresh token, and with it everything that came of it', async () => {
    const { access, refresh } = await connect(ory, person, { client_id });
    const revoke = (form: Record<string, string>) =>
      fetch(`${ory.url}/oauth2/revoke`, { method: 'POST', body: new URLSearchParams(form) });
    const stranger = await register(ory);
    expect((await revoke({ client_id: stranger.client_id, token: refresh })).status).toBe(200);
    expect(await isActive(ory, access)).toBe(true);
    expect((await revoke({ client_id, token: refresh })).status).toBe(200);
    expect(await isActive(ory, access)).toBe(false);
    expect(await isActive(ory, refresh)).toBe(false);
  });

  test('deleting all tokens of a client ends its access tokens', async () => {
    const { access } = await connect(ory, person, { client_id });
    await ory.oauth2.deleteOAuth2Token({ clientId: client_id });
    expect(await isActive(ory, access)).toBe(false);
  });
});
