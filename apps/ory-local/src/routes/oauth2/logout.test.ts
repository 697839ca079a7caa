import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authorizationUrl, CALLBACK, pkce, register } from '../../../test/authorization.ts';
import type { Browser, Page } from '../../../test/browser.ts';
import { connectByPages, signUpByPage } from '../../../test/by-pages.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { isActive } from '../../../test/token-endpoint.ts';

const BYE = 'http://127.0.0.1:7777/bye';

let ory: TestOry;
let client_id: string;
beforeAll(async () => {
  ory = await startTestOry();
  ({ client_id } = await register(ory, { post_logout_redirect_uris: [BYE] }));
});
afterAll(() => ory.stop());

const scope = 'openid diary:read';

/** A browser in which somebody has just signed up and connected the client. */
async function connected() {
  const browser = await signUpByPage(ory);
  return { browser, ...(await connectByPages(ory, browser, { client_id, scope })) };
}

const logoutUrl = (query: Record<string, string>): string =>
  `${ory.url}/oauth2/sessions/logout?${new URLSearchParams(query)}`;

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.request('/sessions/whoami')).status === 200;

/** Presses the button, whose form stands before it. */
async function signOut(browser: Browser, page: Page): Promise<Response> {
  const [, action = ''] =
    /<form id="op.logoutForm" method="post" action="([^"]*)"/.exec(page.text) ?? [];
  const [, xsrf = ''] = /name="xsrf" value="([^"]*)"/.exec(page.text) ?? [];
  expect(page.text).toContain('form="op.logoutForm" name="logout" value="yes"');
  const body = new URLSearchParams({ xsrf, logout: 'yes' });
  return browser.request(action, { method: 'POST', body });
}

let one: Awaited<ReturnType<typeof connected>>;
beforeEach(async () => {
  one = await connected();
});

describe('a client that signs a person out', () => {
  test('asks them, ends their session and gets its state back; what is connected stays', async () => {
    const { browser, access, idToken } = one;
    const url = logoutUrl({
      id_token_hint: idToken,
      post_logout_redirect_uri: BYE,
      state: 'a-state',
    });
    const page = await browser.open(url);
    expect(page.text).toContain('<h1>Sign out?</h1>');
    expect(page.text).toMatch(/<strong>Notebook<.strong>\s+asks to sign you out/);
    expect(await isSignedIn(browser)).toBe(true);
    const answer = await signOut(browser, page);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${BYE}?state=a-state`]);
    expect(await isSignedIn(browser)).toBe(false);
    expect(browser.cookies.has('ory_kratos_session')).toBe(false);
    expect(await isActive(ory, access)).toBe(true);
    const next = await browser.open(authorizationUrl(ory, { client_id }, pkce().challenge));
    expect(next.text).toContain('<h1>Sign in</h1>');
  });

  test('without saying where to ends at a page of ours', async () => {
    const { browser } = one;
    const answer = await signOut(browser, await browser.open(logoutUrl({ client_id })));
    const end = await browser.open(answer.headers.get('location') ?? '');
    expect([end.status, end.text.includes('<h1>Signed out</h1>')]).toEqual([200, true]);
  });

  test.each<[string, (token: string) => Record<string, string>]>([
    [
      'an address that it has not registered',
      (token) => ({ id_token_hint: token, post_logout_redirect_uri: `${BYE}/elsewhere` }),
    ],
    ['a token that is none', () => ({ id_token_hint: 'x.y.z', post_logout_redirect_uri: BYE })],
    [
      'a token whose signature is another',
      (token) => ({
        id_token_hint: `${token.slice(0, -8)}AAAAAAAA`,
        post_logout_redirect_uri: BYE,
      }),
    ],
    [
      'a token of another client',
      (token) => ({ id_token_hint: token, client_id: 'another', post_logout_redirect_uri: BYE }),
    ],
  ])('with %s is refused, and nobody is signed out', async (_, query) => {
    const { browser, idToken } = one;
    const page = await browser.open(logoutUrl(query(idToken)));
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
    expect(await isSignedIn(browser)).toBe(true);
  });

  test('is not gone back to where nothing says that it asks', async () => {
    const { browser } = one;
    const page = await browser.open(logoutUrl({ post_logout_redirect_uri: BYE }));
    const answer = await signOut(browser, page);
    expect(answer.headers.get('location')).toBe(`${ory.url}/oauth2/sessions/logout/success`);
  });
});

test('another page cannot confirm in the person’s place', async () => {
  const { browser } = one;
  await browser.open(logoutUrl({ client_id }));
  const body = new URLSearchParams({ xsrf: 'a'.repeat(48), logout: 'yes' });
  const answer = await browser.request('/oauth2/sessions/logout/confirm', { method: 'POST', body });
  expect(answer.status).toBe(400);
  expect(await isSignedIn(browser)).toBe(true);
});

test('a session of somebody else in the same browser is not ended', async () => {
  const { browser } = one;
  const other = await signUpByPage(ory);
  browser.cookies.set('ory_kratos_session', other.cookies.get('ory_kratos_session') ?? '');
  await signOut(browser, await browser.open(logoutUrl({ client_id })));
  expect(await isSignedIn(other)).toBe(true);
});

test('a redirect after logging out may go where others may go, and nowhere else', async () => {
  const response = await fetch(`${ory.url}/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      redirect_uris: [CALLBACK],
      post_logout_redirect_uris: ['http://elsewhere.example/'],
    }),
  });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { error: 'invalid_redirect_uri' },
  ]);
});
