import { type Asked, authorizationUrl, CALLBACK, exchange, pkce } from './authorization.ts';
import { Browser } from './browser.ts';
import type { TestOry } from './ory.ts';
import { person, type Person } from './people.ts';

/** A browser in which somebody has just signed up, by the page. */
export async function signUpByPage(ory: TestOry, someone: Person = person()): Promise<Browser> {
  const browser = new Browser(ory.url);
  await browser.submit(await browser.open('/ui/registration'), 'password', {
    'traits.email': someone.email,
    password: someone.password,
  });
  return browser;
}

/** Connects a client in the browser of who is signed in; the tokens that it got. */
export async function connectByPages(ory: TestOry, browser: Browser, asked: Asked) {
  const { verifier, challenge } = pkce();
  const consent = await browser.open(authorizationUrl(ory, asked, challenge));
  const back = await browser.submitUntil(CALLBACK, consent, 'allow');
  const { body } = await exchange(ory, {
    grant_type: 'authorization_code',
    client_id: asked.client_id,
    code: String(back.searchParams.get('code')),
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  });
  return { access: String(body.access_token), idToken: String(body.id_token) };
}
