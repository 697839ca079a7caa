import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createPerson, register } from '../../../test/authorization.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';

let ory: TestOry;
let person: string;
let client_id: string;
beforeAll(async () => {
  ory = await startTestOry();
  person = await createPerson(ory);
  ({ client_id } = await register(ory));
});
afterAll(() => ory.stop());

const userinfo = (token?: string, method = 'GET') =>
  fetch(`${ory.url}/userinfo`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

const challenge = (answer: Response) => answer.headers.get('www-authenticate');

test('userinfo says whose token it is, and no more', async () => {
  const { access } = await connect(ory, person, { client_id, scope: 'openid diary:read' });
  for (const method of ['GET', 'POST']) {
    const answer = await userinfo(access, method);
    expect([answer.status, await answer.json()]).toEqual([200, { sub: person }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
  const discovery = await fetch(`${ory.url}/.well-known/openid-configuration`);
  expect(await discovery.json()).toMatchObject({
    userinfo_endpoint: `${ory.url}/userinfo`,
    end_session_endpoint: `${ory.url}/oauth2/sessions/logout`,
  });
});

test('a token without openid is refused with the scope that it lacks', async () => {
  const { access } = await connect(ory, person, { client_id, scope: 'diary:read' });
  const answer = await userinfo(access);
  expect([answer.status, await answer.json()]).toMatchObject([
    403,
    { error: 'insufficient_scope' },
  ]);
  expect(challenge(answer)).toMatch(/^Bearer error="insufficient_scope".*scope="openid"$/);
});

test('what is no live access token is refused', async () => {
  const { access, refresh, id_token } = await connect(ory, person, {
    client_id,
    scope: 'openid diary:read',
  });
  for (const token of [refresh, String(id_token), 'nonsense', `${access.slice(0, -8)}AAAAAAAA`]) {
    const answer = await userinfo(token);
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_token' }]);
  }
  const none = await userinfo();
  expect([none.status, await none.text(), challenge(none)]).toEqual([401, '', 'Bearer']);
});

test('a token ends with the consent that it came of', async () => {
  const { access } = await connect(ory, person, { client_id, scope: 'openid diary:read' });
  await ory.oauth2.revokeOAuth2ConsentSessions({ subject: person, all: true });
  expect((await userinfo(access)).status).toBe(401);
});
