import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '../../../test/browser.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { person, type Person } from '../../../test/people.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

async function registered(someone: Person = person()): Promise<Browser> {
  const browser = new Browser(ory.url);
  const form = await browser.open('/ui/registration');
  const fields = { 'traits.email': someone.email, password: someone.password };
  const page = await browser.submit(form, 'password', fields);
  expect(page.text).toContain(`You are signed in as ${someone.email}.`);
  return browser;
}

const whoami = (browser: Browser) =>
  browser.request('/sessions/whoami', { headers: { accept: 'application/json' } });

test('somebody signs up, signs out and in again, without scripts', async () => {
  const someone = person();
  const browser = await registered(someone);
  expect((await whoami(browser)).status).toBe(200);
  const welcome = await browser.open('/ui/welcome');
  const out = /href="(\/self-service\/logout\?token=[^"]+)"/.exec(welcome.text)?.[1] ?? '';
  const login = await browser.open(out);
  expect(login.text).toContain('<h1>Sign in</h1>');
  expect((await whoami(browser)).status).toBe(401);
  const wrong = await browser.submit(login, 'password', {
    identifier: someone.email,
    password: 'not mine at all',
  });
  expect(wrong.text).toContain('role="alert"');
  expect(wrong.text).toContain(`value="${someone.email}"`);
  const right = await browser.submit(wrong, 'password', {
    identifier: someone.email,
    password: someone.password,
  });
  expect(right.text).toContain('<h1>Signed in</h1>');
});

test('the form asks for what signs in by its name', async () => {
  const { text } = await new Browser(ory.url).open('/ui/login');
  expect(text).toContain('<label for="password-identifier">E-mail</label>');
});

test('cookies are for HTTP alone, and pages run nothing and stand in no frame', async () => {
  const browser = new Browser(ory.url);
  const begun = await browser.request('/self-service/login/browser');
  const page = await browser.request(begun.headers.get('location') ?? '');
  for (const cookie of page.headers.getSetCookie())
    expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  expect(await page.text()).not.toContain('<script');
});

test('what was entered is text in the page, never HTML', async () => {
  const browser = new Browser(ory.url);
  const form = await browser.open('/ui/login');
  const page = await browser.submit(form, 'password', {
    identifier: '"><script>alert(1)</script>',
    password: 'x',
  });
  expect(page.text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
});

test('a form that another page made is 403', async () => {
  const [browser, other] = [new Browser(ory.url), new Browser(ory.url)];
  const form = await browser.open('/ui/login');
  await other.open('/ui/login');
  const action = /action="([^"]+)"/.exec(form.text)?.[1] ?? '';
  const token = /name="csrf_token" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
  const fields = { identifier: 'a@example.com', password: 'x', method: 'password' };
  for (const [sender, csrf_token] of [
    [browser, ''],
    [browser, `${token}x`],
    [other, token],
    [new Browser(ory.url), token],
  ] as const) {
    const refused = await sender.open(action, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, csrf_token }),
    });
    expect(refused.status).toBe(403);
  }
});

test('another page can sign nobody out', async () => {
  const browser = await registered();
  expect((await browser.open('/self-service/logout?token=x')).status).toBe(403);
  expect((await whoami(browser)).status).toBe(200);
});

test('a browser goes back to where it came from, if that is allowed', async () => {
  const someone = person();
  await registered(someone);
  const begin = (target: string) =>
    new Browser(ory.url).open(
      `/ui/login`.replace(
        '/ui/login',
        `/self-service/login/browser?return_to=${encodeURIComponent(target)}`,
      ),
    );
  for (const foreign of [
    'https://evil.example',
    '//evil.example',
    'https://themolt.net.evil.example/',
    'javascript:alert(1)',
    '\\\\evil.example',
  ])
    expect([foreign, (await begin(foreign)).status]).toEqual([foreign, 400]);
  const browser = new Browser(ory.url);
  const form = await browser.open(`/self-service/login/browser?return_to=${ory.url}/ui/settings`);
  const page = await browser.submit(form, 'password', {
    identifier: someone.email,
    password: someone.password,
  });
  expect(page.text).toContain('<h1>Your account</h1>');
});

test('who is not signed in comes to settings by signing in', async () => {
  const someone = person();
  await registered(someone);
  const browser = new Browser(ory.url);
  const form = await browser.open('/ui/settings');
  const account = await browser.submit(form, 'password', {
    identifier: someone.email,
    password: someone.password,
  });
  expect(account.text).toContain('<h1>Your account</h1>');
  const saved = await browser.submit(account, 'profile', { 'traits.name': 'Ada & Co' });
  expect(saved.text).toContain('Your changes have been saved!');
  expect(saved.text).toContain('value="Ada &amp; Co"');
});

test('a recovery code opens the account in a browser', async () => {
  const someone = person();
  const browser = await registered(someone);
  const { identity } = (await (await whoami(browser)).json()) as { identity: { id: string } };
  const { data } = await ory.identities.createRecoveryCodeForIdentity({
    createRecoveryCodeForIdentityBody: { identity_id: identity.id },
  });
  const fresh = new Browser(ory.url);
  const form = await fresh.open(data.recovery_link);
  const account = await fresh.submit(form, 'code', { code: data.recovery_code });
  expect(account.text).toContain('<h1>Your account</h1>');
  const saved = await fresh.submit(account, 'password', { password: 'a whole new password' });
  expect(saved.text).toContain('Your changes have been saved!');
  expect((await whoami(browser)).status).toBe(401);
});

test('a script in a browser is told where to go, with 422', async () => {
  const browser = await registered();
  const { identity } = (await (await whoami(browser)).json()) as { identity: { id: string } };
  const { data } = await ory.identities.createRecoveryCodeForIdentity({
    createRecoveryCodeForIdentityBody: { identity_id: identity.id },
  });
  const fresh = new Browser(ory.url);
  const json = { accept: 'application/json', 'content-type': 'application/json' };
  const id = new URL(data.recovery_link).searchParams.get('flow');
  await fresh.open(data.recovery_link);
  const flow = await fresh.request(`/self-service/recovery/flows?id=${id}`, { headers: json });
  const { ui } = (await flow.json()) as { ui: { nodes: { attributes: { value: string } }[] } };
  const answer = await fresh.request(`/self-service/recovery?flow=${id}`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      method: 'code',
      code: data.recovery_code,
      csrf_token: ui.nodes[0]?.attributes.value,
    }),
  });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    error: { id: 'browser_location_change_required' },
    redirect_browser_to: expect.stringMatching(/\/ui\/settings\?flow=/) as string,
  });
});

test('a token is no cookie and a cookie no token', async () => {
  const browser = await registered();
  const cookie = browser.cookies.get('ory_kratos_session') ?? '';
  expect(cookie).toMatch(/^ory_sc_/);
  const asToken = await fetch(`${ory.url}/sessions/whoami`, {
    headers: { 'x-session-token': cookie },
  });
  expect(asToken.status).toBe(401);
});
