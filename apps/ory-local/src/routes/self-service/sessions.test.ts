import { connect } from '@moltnet/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { call, complete, person, register } from '../../../test/people.ts';

let ory: TestOry;
beforeAll(async () => {
  ory = await startTestOry();
});
afterAll(() => ory.stop());

const whoami = (token: string) => call(`${ory.url}/sessions/whoami`, { token });

describe('sessions', () => {
  test('their owner lists and ends the others', async () => {
    const someone = person();
    const { token } = await register(ory.url, someone);
    const login = { method: 'password', identifier: someone.email, password: someone.password };
    const other = await complete(ory.url, 'login', login);
    const listed = (await call(`${ory.url}/sessions`, { token })).body as unknown as object[];
    expect(listed).toMatchObject([{ id: other.body.session?.id }]);
    const stranger = await register(ory.url);
    const id = String(other.body.session?.id);
    const end = (by: string) => call(`${ory.url}/sessions/${id}`, { method: 'DELETE', token: by });
    expect((await end(stranger.token)).status).toBe(404);
    expect((await end(token)).status).toBe(204);
    expect((await whoami(String(other.body.session_token))).status).toBe(401);
    expect((await whoami(token)).status).toBe(200);
  });

  test('the admin side lists and ends those of an identity', async () => {
    const { token, identity } = await register(ory.url);
    const { id } = identity;
    const { data } = await ory.identities.listIdentitySessions({ id });
    expect(data).toMatchObject([{ active: true, identity: { id } }]);
    const [session] = data;
    const found = await ory.identities.getSession({ id: String(session?.id) });
    expect(found.data.id).toBe(session?.id);
    expect((await ory.identities.deleteIdentitySessions({ id })).status).toBe(204);
    expect((await whoami(token)).status).toBe(401);
    expect((await ory.identities.disableSession({ id: String(session?.id) })).status).toBe(404);
  });

  test('an identity that is made inactive, or deleted, has none', async () => {
    const someone = person();
    const { token, identity } = await register(ory.url, someone);
    const { id } = identity;
    const state = (value: string) =>
      ory.identities.patchIdentity({ id, jsonPatch: [{ op: 'replace', path: '/state', value }] });
    await state('inactive');
    expect((await whoami(token)).status).toBe(401);
    const login = { method: 'password', identifier: someone.email, password: someone.password };
    expect((await complete(ory.url, 'login', login)).status).toBe(401);
    await state('active');
    expect((await whoami(token)).status).toBe(200);
    await ory.identities.deleteIdentity({ id });
    expect((await whoami(token)).status).toBe(401);
  });

  test('neither secrets nor passwords are in the database', async () => {
    const someone = person();
    const { token } = await register(ory.url, someone);
    const database = connect(ory.databaseUrl, { applicationName: 'test', max: 1 });
    const [row] = await database.sql<[{ everything: string }]>`
      select (select string_agg(s::text, '') from ory_local.sessions s)
        || (select string_agg(p::text, '') from ory_local.identity_passwords p)
        || (select string_agg(f::text, '') from ory_local.self_service_flows f) as everything`;
    await database.close();
    expect(row.everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(row.everything).not.toContain(token);
    expect(row.everything).not.toContain(someone.password);
  });
});
