import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  authorizationUrl,
  authorize,
  CALLBACK,
  challengeOf,
  connect,
  createPerson,
  logIn,
  pkce,
  register,
} from '../../../test/authorization.ts';
import { Browser } from '../../../test/browser.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { decode } from '../../../test/token-endpoint.ts';

let ory: TestOry;
let person: string;
let client_id: string;

beforeAll(async () => {
  ory = await startTestOry();
  person = await createPerson(ory);
  ({ client_id } = await register(ory));
});
afterAll(() => ory.stop());

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
