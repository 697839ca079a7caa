import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, createPerson, exchange, register } from '../../../test/authorization.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import { decode, isActive } from '../../../test/token-endpoint.ts';

let ory: TestOry;
let person: string;
let client_id: string;

beforeAll(async () => {
  ory = await startTestOry();
  person = await createPerson(ory);
  ({ client_id } = await register(ory));
});
afterAll(() => ory.stop());

const refreshWith = (token: string) =>
  exchange(ory, { grant_type: 'refresh_token', client_id, refresh_token: token });

describe('a refresh token', () => {
  test('is replaced by each use', async () => {
    const { access, refresh } = await connect(ory, person, { client_id });
    const { status, body } = await refreshWith(refresh);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(refresh);
    expect(decode(String(body.access_token))[1]).toMatchObject({
      sub: person,
      scp: ['diary:read'],
    });
    expect(await isActive(ory, access)).toBe(true);
    expect((await refreshWith(String(body.refresh_token))).status).toBe(200);
  });

  test('that is used twice ends the whole chain: one of the two is a thief', async () => {
    const { refresh } = await connect(ory, person, { client_id });
    const { body } = await refreshWith(refresh);
    expect((await refreshWith(refresh)).body.error).toBe('invalid_grant');
    expect((await refreshWith(String(body.refresh_token))).body.error).toBe('invalid_grant');
    expect(await isActive(ory, String(body.access_token))).toBe(false);
  });

  test('never widens what was allowed', async () => {
    const { refresh } = await connect(ory, person, { client_id });
    const { status, body } = await exchange(ory, {
      grant_type: 'refresh_token',
      client_id,
      refresh_token: refresh,
      scope: 'diary:read diary:write',
    });
    expect([status, body.error]).toEqual([400, 'invalid_scope']);
  });

  test('is not given to a client that did not register for it', async () => {
    const own = await register(ory, { grant_types: ['authorization_code'] });
    const { refresh } = await connect(ory, person, { client_id: own.client_id });
    expect(refresh).toBe('undefined');
  });
});
