import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  authorizationUrl,
  CALLBACK,
  exchange,
  pkce,
  register,
  WEB_CALLBACK,
  type Asked,
} from '../../../test/authorization.ts';
import { Browser, type Page } from '../../../test/browser.ts';
import { signUpByPage } from '../../../test/by-pages.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { person } from '../../../test/people.ts';
import { decode } from '../../../test/token-endpoint.ts';

let ory: TestOry;
let client_id: string;
beforeAll(async () => {
  ory = await startTestOry();
  ({ client_id } = await register(ory));
});
afterAll(() => ory.stop());

const ask = (browser: Browser, asked: Partial<Asked> = {}, challenge = pkce().challenge) =>
  browser.open(authorizationUrl(ory, { client_id, ...asked }, challenge));

const listed = ({ text }: Page): string[] =>
  [...text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, words = '']) => words);

test('somebody without an account signs up, sees what is asked, and allows it', async () => {
  const browser = new Browser(ory.url);
  const someone = person();
  const { verifier, challenge } = pkce();
  const scope = 'agent:profile crypto:sign diary:read diary:write';
  const resource = 'http://127.0.0.1:8001/mcp';
  const login = await ask(browser, { scope, resource }, challenge);
  expect(login.text).toContain('<strong>Notebook</strong> asks to be connected to MoltNet.');
  const signUp = /href="(\/self-service\/registration\/browser[^"]*)"/.exec(login.text)?.[1] ?? '';
  const form = await browser.open(signUp);
  const consent = await browser.submit(form, 'password', {
    'traits.email': someone.email,
    password: someone.password,
  });
  expect(consent.text).toContain('<h1>Connect Notebook?</h1>');
  expect(consent.text).toContain(`<strong>${someone.email}</strong>`);
  expect(consent.text).toContain('<strong>127.0.0.1:7777</strong>, a program on the computer');
  expect(consent.text).toContain('<strong>127.0.0.1:8001</strong>');
  expect(listed(consent)).toEqual([
    'See your name and your id on MoltNet',
    'Read and search the diaries that you can read',
    'Add, change and delete entries in the diaries that you can write',
  ]);
  const back = await browser.submitUntil(CALLBACK, consent, 'allow');
  const { body } = await exchange(ory, {
    grant_type: 'authorization_code',
    client_id,
    code: String(back.searchParams.get('code')),
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  });
  expect(decode(String(body.access_token))[1]).toMatchObject({
    aud: [resource],
    scp: ['agent:profile', 'diary:read', 'diary:write'],
  });
});

test('who is signed in is asked for consent alone, and may deny it', async () => {
  const browser = await signUpByPage(ory);
  const consent = await ask(browser);
  expect(consent.text).toContain('<h1>Connect Notebook?</h1>');
  const back = await browser.submitUntil(CALLBACK, consent, 'deny');
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    error: 'access_denied',
    state: 'a-state',
  });
});

test('prompt=login asks for the password again', async () => {
  const someone = person();
  const browser = await signUpByPage(ory, someone);
  const login = await ask(browser, { prompt: 'login' });
  expect(login.text).toContain('<h1>Sign in</h1>');
  const consent = await browser.submit(login, 'password', {
    identifier: someone.email,
    password: someone.password,
  });
  expect(consent.text).toContain('<h1>Connect Notebook?</h1>');
});

test('who signed out is not signed in for a client either, and may come back as another', async () => {
  const browser = await signUpByPage(ory);
  await browser.submitUntil(CALLBACK, await ask(browser), 'allow');
  const welcome = await browser.open('/ui/welcome');
  const out = /href="(\/self-service\/logout\?token=[^"]+)"/.exec(welcome.text)?.[1] ?? '';
  await browser.open(out);
  const other = person();
  await signUpByPage(ory, other);
  const login = await ask(browser);
  expect(login.text).toContain('<h1>Sign in</h1>');
  const consent = await browser.submit(login, 'password', {
    identifier: other.email,
    password: other.password,
  });
  expect(consent.text).toContain(`<strong>${other.email}</strong>`);
  const back = await browser.submitUntil(CALLBACK, consent, 'allow');
  expect(back.searchParams.get('code')).not.toBeNull();
});

test('the page runs nothing, stands in no frame and is not kept', async () => {
  const { headers, text } = await ask(await signUpByPage(ory));
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(text).not.toContain('<script');
});

test('what a client calls itself is text in the page, never HTML', async () => {
  const own = await register(ory, { client_name: '<script>alert(1)</script>"\'&' });
  const { text } = await ask(await signUpByPage(ory), { client_id: own.client_id });
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
  expect(text).not.toContain('<script');
});

test('the form counts from the browser that it was given to alone', async () => {
  const browser = await signUpByPage(ory);
  const consent = await ask(browser);
  const consent_challenge = new URL(consent.url).searchParams.get('consent_challenge') ?? '';
  const send = (from: Browser, csrf_token: string) =>
    from.open('/ui/consent', {
      method: 'POST',
      body: new URLSearchParams({ consent_challenge, csrf_token, decision: 'allow' }),
    });
  const token = /name="csrf_token" value="([^"]*)"/.exec(consent.text)?.[1] ?? '';
  expect((await send(browser, 'guessed')).status).toBe(403);
  expect((await send(new Browser(ory.url), token)).status).toBe(403);
  expect((await send(await signUpByPage(ory), token)).status).toBe(403);
});

test('nobody answers for somebody else', async () => {
  const consent = await ask(await signUpByPage(ory));
  const stranger = await signUpByPage(ory);
  expect((await stranger.open(consent.url)).status).toBe(403);
  const nobody = await new Browser(ory.url).open(consent.url);
  expect(nobody.text).toContain('<h1>Sign in</h1>');
});

test('a thief who has the victim’s browser open their request gains nothing', async () => {
  const thief = new Browser(ory.url);
  const login = await thief.until(
    `${ory.url}/self-service/login`,
    authorizationUrl(ory, { client_id }, pkce().challenge),
  );
  const victim = await signUpByPage(ory);
  expect((await victim.open(login.href)).status).toBe(403);
  const challenge = String(login.searchParams.get('login_challenge'));
  expect((await thief.open(`/oauth2/auth/${challenge}`)).status).toBe(403);
});

test('an application on the web is not asked about again where the person says so', async () => {
  const own = await register(ory, { redirect_uris: [WEB_CALLBACK] });
  const asked = { client_id: own.client_id, redirect_uri: WEB_CALLBACK };
  const browser = await signUpByPage(ory);
  const consent = await ask(browser, asked);
  await browser.submitUntil(WEB_CALLBACK, consent, 'allow', { remember: 'true' });
  const back = await browser.until(WEB_CALLBACK, authorizationUrl(ory, asked, pkce().challenge));
  expect(back.searchParams.get('code')).not.toBeNull();
});

test('a challenge that is over or made up is 404, as a page', async () => {
  const browser = await signUpByPage(ory);
  for (const path of [
    '/ui/consent?consent_challenge=x',
    '/self-service/login/browser?login_challenge=x',
  ]) {
    const page = await browser.open(path);
    expect([page.status, page.text.includes('<h1>Not Found</h1>')]).toEqual([404, true]);
  }
});
