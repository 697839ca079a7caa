import { afterAll, beforeAll, expect, test } from 'vitest';
import { register, type Registered } from '../../../test/authorization.ts';
import { Browser } from '../../../test/browser.ts';
import { connectByPages, signUpByPage } from '../../../test/by-pages.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { isActive } from '../../../test/token-endpoint.ts';

let ory: TestOry;
let notebook: Registered;
let calendar: Registered;
beforeAll(async () => {
  ory = await startTestOry();
  [notebook, calendar] = await Promise.all([
    register(ory),
    register(ory, { client_name: 'Calendar' }),
  ]);
});
afterAll(() => ory.stop());

/** @returns the access token that the client got. */
const connect = async (browser: Browser, { client_id }: Registered, scope = 'diary:read') =>
  (await connectByPages(ory, browser, { client_id, scope })).access;

test('a person sees who acts for them, and ends it, for one application and not for others', async () => {
  const browser = await signUpByPage(ory);
  const tokens = [
    await connect(browser, calendar),
    await connect(browser, notebook),
    await connect(browser, notebook, 'diary:read team:read'),
  ];
  const stranger = await connect(await signUpByPage(ory), notebook);
  const page = await browser.open('/ui/connections');
  expect([...page.text.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, name]) => name)).toEqual([
    'Notebook',
    'Calendar',
  ]);
  expect(page.text).toContain('<li>See your teams and who is in them</li>');
  const after = await browser.submit(page, 'disconnect', {});
  expect(after.text).not.toContain('Notebook');
  expect(after.text).toContain('Calendar');
  expect(await Promise.all([...tokens, stranger].map((token) => isActive(ory, token)))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test('who has connected nothing is told so, and who is not signed in signs in first', async () => {
  const empty = await (await signUpByPage(ory)).open('/ui/connections');
  expect(empty.text).toContain('No application acts for you.');
  const nobody = await new Browser(ory.url).open('/ui/connections');
  expect(nobody.text).toContain('<h1>Sign in</h1>');
});

test('another page can’t disconnect anything', async () => {
  const browser = await signUpByPage(ory);
  const token = await connect(browser, notebook);
  const { client_id } = notebook;
  const body = new URLSearchParams({ csrf_token: 'guessed', client_id });
  expect((await browser.open('/ui/connections', { method: 'POST', body })).status).toBe(403);
  expect(await isActive(ory, token)).toBe(true);
});
