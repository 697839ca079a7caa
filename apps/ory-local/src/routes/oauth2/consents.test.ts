import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  allow,
  authorizationUrl,
  CALLBACK,
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
import { isActive } from '../../../test/token-endpoint.ts';

let ory: TestOry;
let person: string;
let client_id: string;

beforeAll(async () => {
  ory = await startTestOry();
  person = await createPerson(ory);
  ({ client_id } = await register(ory));
});
afterAll(() => ory.stop());

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
