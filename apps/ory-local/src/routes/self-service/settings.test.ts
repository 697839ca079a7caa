import { connect } from '@moltnet/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { call, complete, messageIds, person, register } from '../../../test/people.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

const whoami = (token: string) => call(`${ory.url}/sessions/whoami`, { token });

const settings = (token: string, fields: object) => complete(ory.url, 'settings', fields, token);

describe('settings', () => {
  test('change the name and the address, by which one signs in from then on', async () => {
    const someone = person();
    const { token } = await register(ory.url, someone);
    const email = person().email;
    const saved = await settings(token, { method: 'profile', traits: { email, name: 'Ada' } });
    expect([saved.status, saved.body.state, messageIds(saved)]).toEqual([
      200,
      'success',
      [1_050_001],
    ]);
    const login = (identifier: string) =>
      complete(ory.url, 'login', { method: 'password', identifier, password: someone.password });
    expect((await login(email)).status).toBe(200);
    expect((await login(someone.email)).status).toBe(400);
  });

  test('a new password ends the other sessions', async () => {
    const someone = person();
    const { token } = await register(ory.url, someone);
    const login = (password: string) =>
      complete(ory.url, 'login', { method: 'password', identifier: someone.email, password });
    const other = await login(someone.password);
    const password = 'another long password';
    expect((await settings(token, { method: 'password', password })).status).toBe(200);
    expect((await whoami(token)).status).toBe(200);
    expect((await whoami(String(other.body.session_token))).status).toBe(401);
    expect((await login(someone.password)).status).toBe(400);
    expect((await login(password)).status).toBe(200);
  });

  test('an old session has to prove itself before it changes what opens the account', async () => {
    const { token } = await register(ory.url);
    const database = connect(ory.databaseUrl, { applicationName: 'test', max: 1 });
    await database.sql`update ory_local.sessions set authenticated_at = now() - interval '1 hour'`;
    await database.close();
    const refused = await settings(token, { method: 'password', password: 'another long one' });
    expect(refused).toMatchObject({
      status: 403,
      body: { error: { id: 'session_refresh_required' } },
    });
    expect(refused.body.redirect_browser_to).toContain('/login/browser?refresh=true');
  });

  test('are for who is signed in, and each for their own', async () => {
    expect((await call(`${ory.url}/self-service/settings/api`)).status).toBe(401);
    const [one, other] = [await register(ory.url), await register(ory.url)];
    const flow = await call(`${ory.url}/self-service/settings/api`, { token: one.token });
    const body = { method: 'profile', traits: { email: person().email } };
    const { status } = await call(flow.body.ui.action, {
      method: 'POST',
      body,
      token: other.token,
    });
    expect(status).toBe(403);
    const seen = await call(`${ory.url}/self-service/settings/flows?id=${flow.body.id}`, {
      token: other.token,
    });
    expect(seen.status).toBe(403);
  });
});
