import { randomBytes } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import type { OryLocal } from '@moltnet/ory-local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, startOry } from '@moltnet/ory-local/testing';
import {
  hang,
  json,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '../../test/scripted-server.ts';
import { projectUrls } from './ory-urls.ts';
import { createOry, type Ory } from './create-ory.ts';

const post = (url: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('against a running Kratos', () => {
  let database: TestDatabase;
  let oryLocal: OryLocal;
  let ory: Ory;
  beforeAll(async () => {
    database = await testDatabase();
    oryLocal = await startOry(database.url);
    ory = createOry({ urls: projectUrls(oryLocal.url), apiKey: API_KEY, timeoutMs: 5_000 });
  });
  afterAll(async () => {
    ory?.close();
    await oryLocal?.close();
    await database?.stop();
  });

  async function signUp(name: string) {
    const begun = await fetch(`${oryLocal.url}/self-service/registration/api`);
    const { ui } = (await begun.json()) as { ui: { action: string } };
    const traits = { email: `${randomBytes(6).toString('hex')}@example.com`, name };
    const fields = { method: 'password', traits, password: 'correct horse battery' };
    const answer = await post(ui.action, fields);
    return (await answer.json()) as { session_token: string; identity: { id: string } };
  }

  test('a session is its person, until they sign out', async () => {
    const { session_token: token, identity } = await signUp('Ada');
    expect(await ory.findSession({ token })).toEqual({
      identityId: identity.id,
      name: 'Ada',
      expiresAt: expect.stringMatching(/^\d{4}-/) as string,
    });
    expect(await ory.identities.getHuman(identity.id)).toEqual({ id: identity.id, name: 'Ada' });
    await fetch(`${oryLocal.url}/self-service/logout/api`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session_token: token }),
    });
    expect(await ory.findSession({ token })).toBeNull();
  });

  test('what was never a session is none, by token and by cookie', async () => {
    expect(await ory.findSession({ token: 'ory_st_never-there' })).toBeNull();
    expect(await ory.findSession({ cookie: 'ory_kratos_session=ory_sc_never' })).toBeNull();
  });

  test('an agent is no person, with a session or without', async () => {
    const publicKey = `ed25519:${randomBytes(32).toString('base64')}`;
    const traits = { publicKey, fingerprint: '0123-4567-89AB-CDEF' };
    const { id } = await ory.identities.ensureAgent(`ext-${publicKey}`, traits);
    expect(await ory.identities.getHuman(id)).toBeNull();
    const made = await fetch(`${oryLocal.url}/admin/recovery/code`, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ identity_id: id, flow_type: 'api' }),
    });
    const recovery = (await made.json()) as { recovery_link: string; recovery_code: string };
    const flow = new URL(recovery.recovery_link).searchParams.get('flow');
    const redeemed = await post(`${oryLocal.url}/self-service/recovery?flow=${flow}`, {
      method: 'code',
      code: recovery.recovery_code,
    });
    const { continue_with } = (await redeemed.json()) as {
      continue_with: { ory_session_token: string }[];
    };
    const token = continue_with[0]?.ory_session_token ?? '';
    expect(token).toMatch(/^ory_st_/);
    expect(await ory.findSession({ token })).toBeNull();
  });
});

describe('against a Kratos that is not well', () => {
  let server: ScriptedServer;
  let ory: Ory;
  beforeAll(async () => {
    server = await startScriptedServer(hang);
    ory = createOry({ urls: projectUrls(server.url), apiKey: API_KEY, timeoutMs: 200 });
  });
  afterAll(async () => {
    ory?.close();
    await server?.stop();
  });

  test.each<[string, Script]>([
    ['hangs', hang],
    ['answers 500', json(500, {})],
    ['says to come later', json(429, {}, { 'retry-after': '2' })],
  ])('that %s nobody can tell: 503', async (_, script) => {
    server.answer(script);
    await expect(ory.findSession({ token: 'ory_st_somebody' })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  test('a session that lacks the second factor is none', async () => {
    server.answer(json(403, { error: { id: 'session_aal2_required' } }));
    expect(await ory.findSession({ token: 'ory_st_somebody' })).toBeNull();
  });

  test('the key of the project is not sent with somebody’s session', async () => {
    server.answer(json(401, {}));
    await ory.findSession({ cookie: 'ory_kratos_session=x' });
    const { headers } = server.requests.at(-1) ?? {};
    expect([headers?.authorization, headers?.cookie]).toEqual([undefined, 'ory_kratos_session=x']);
  });
});
