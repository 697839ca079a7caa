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

describe('a program registers somebody and signs them in', () => {
  test('registration ends in a session of a human; log-out ends it', async () => {
    const { email, password } = person();
    const { status, body } = await complete(ory.url, 'registration', {
      method: 'password',
      traits: { email: ` ${email.toUpperCase()}`.trim(), name: 'Ada 🦊' },
      password,
    });
    expect(status).toBe(200);
    expect(body.session_token).toMatch(/^ory_st_[\w-]{43}$/);
    expect(body.identity).toMatchObject({ schema_id: 'moltnet_human', state: 'active' });
    expect(body.identity).not.toHaveProperty('credentials');

    const token = String(body.session_token);
    const me = await whoami(token);
    expect([me.status, me.body]).toMatchObject([
      200,
      {
        active: true,
        authenticator_assurance_level: 'aal1',
        authentication_methods: [{ method: 'password' }],
        identity: { id: body.identity?.id, traits: { name: 'Ada 🦊' } },
      },
    ]);

    const out = { method: 'DELETE', body: { session_token: token } };
    expect((await call(`${ory.url}/self-service/logout/api`, out)).status).toBe(204);
    expect(await whoami(token)).toMatchObject({
      status: 401,
      body: { error: { id: 'session_inactive', code: 401 } },
    });
    expect((await call(`${ory.url}/self-service/logout/api`, out)).status).toBe(403);
  });

  test('signing in takes the address in any case, and makes another session', async () => {
    const someone = person();
    const { token, identity } = await register(ory.url, someone);
    const { status, body } = await complete(ory.url, 'login', {
      method: 'password',
      identifier: someone.email.toUpperCase(),
      password: someone.password,
    });
    expect(status).toBe(200);
    expect(body.session?.identity.id).toBe(identity.id);
    expect(body.session_token).not.toBe(token);
    expect((await whoami(token)).status).toBe(200);
  });

  test('a wrong password and an unknown address have one answer', async () => {
    const someone = person();
    await register(ory.url, someone);
    const attempt = (identifier: string) =>
      complete(ory.url, 'login', { method: 'password', identifier, password: 'wrong password' });
    const [known, unknown] = [await attempt(someone.email), await attempt(person().email)];
    expect([known.status, unknown.status]).toEqual([400, 400]);
    expect(messageIds(known)).toEqual([4_000_006]);
    expect(known.body.ui.messages).toEqual(unknown.body.ui.messages);
  });

  test('after ten wrong passwords the next is 429, for that address alone', async () => {
    const someone = person();
    await register(ory.url, someone);
    const attempt = async (identifier: string, password: string): Promise<number> => {
      const sent = { method: 'password', identifier, password };
      return (await complete(ory.url, 'login', sent)).status;
    };
    const statuses = [];
    for (let count = 0; count < 10; count += 1)
      statuses.push(await attempt(someone.email.toUpperCase(), 'wrong password'));
    expect(statuses).toEqual(Array(10).fill(400));
    expect(await attempt(someone.email, someone.password)).toBe(429);
    expect(await attempt(person().email, 'wrong password')).toBe(400);
  });

  test('the answer to an unknown address costs the same hash', async () => {
    const someone = person();
    await register(ory.url, someone);
    const timed = async (identifier: string): Promise<number> => {
      const start = performance.now();
      await complete(ory.url, 'login', { method: 'password', identifier, password: 'wrong one' });
      return performance.now() - start;
    };
    const fastest = async (identifier: string): Promise<number> => {
      const times = [];
      for (let round = 0; round < 5; round += 1) times.push(await timed(identifier));
      return Math.min(...times);
    };
    await timed(someone.email);
    expect(await fastest(person().email)).toBeGreaterThan((await fastest(someone.email)) / 2);
  });

  test.each<[string, object, number[]]>([
    ['no address', { traits: {} }, [4_000_002]],
    ['what is no address', { traits: { email: 'nobody' } }, [4_000_001]],
    ['a trait of agents', { traits: { email: 'a@b.example', public_key: 'x' } }, [4_000_001]],
    ['traits that are none', { traits: 'x' }, [4_000_001]],
    ['a short password', { password: 'short' }, [4_000_032]],
    ['seven emoji', { password: '🦊'.repeat(7) }, [4_000_032]],
    ['an endless password', { password: 'x'.repeat(1025) }, [4_000_033]],
    ['the address as password', { password: 'long-name@example.com' }, [4_000_031]],
    ['no password', { password: '' }, [4_000_002]],
    ['another method', { method: 'oidc' }, [4_000_001]],
  ])('%s is refused at the form', async (_, fault, ids) => {
    const refused = await complete(ory.url, 'registration', {
      method: 'password',
      traits: { email: 'long-name@example.com' },
      password: 'correct horse battery',
      ...fault,
    });
    expect([refused.status, messageIds(refused)]).toEqual([400, ids]);
    expect(JSON.stringify(refused.body)).not.toContain('correct horse');
  });

  test('an address has one account, of two at once too', async () => {
    const { email, password } = person();
    const fields = { method: 'password', traits: { email }, password };
    const answers = await Promise.all([
      complete(ory.url, 'registration', fields),
      complete(ory.url, 'registration', fields),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const taken = answers.find(({ status }) => status === 400);
    expect(taken && messageIds(taken)).toEqual([4_000_007]);
  });

  test('nobody registers as an agent', async () => {
    const url = `${ory.url}/self-service/registration/api?identity_schema=moltnet_agent`;
    expect((await call(url)).status).toBe(400);
  });

  test('NUL and lone surrogates do no harm', async () => {
    for (const text of ['\0', 'a\0@example.com', '\ud800@example.com']) {
      const login = { method: 'password', identifier: text, password: 'x\0\ud800 wrong' };
      expect((await complete(ory.url, 'login', login)).status).toBe(400);
      const traits = { email: 'fine@example.com', name: text };
      const sent = { method: 'password', traits, password: 'correct horse battery' };
      expect((await complete(ory.url, 'registration', sent)).status).toBe(400);
    }
  });
});

describe('flows', () => {
  test('what a browser could be made to send is refused', async () => {
    const flow = await call(`${ory.url}/self-service/login/api`);
    for (const headers of [{ origin: 'https://evil.example' }, { cookie: 'a=b' }]) {
      const response = await fetch(flow.body.ui.action, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: '{}',
      });
      expect(response.status).toBe(400);
    }
  });

  test('one that has expired answers 410 and names its successor', async () => {
    const flow = await call(`${ory.url}/self-service/login/api`);
    const database = connect(ory.databaseUrl, { applicationName: 'test', max: 1 });
    await database.sql`
      update ory_local.self_service_flows set expires_at = now() - interval '1 minute'
      where id = ${flow.body.id}`;
    await database.close();
    const late = await call(flow.body.ui.action, { method: 'POST', body: { method: 'password' } });
    expect(late).toMatchObject({
      status: 410,
      body: { error: { id: 'self_service_flow_expired', code: 410 } },
    });
    const next = await call(
      `${ory.url}/self-service/login/flows?id=${String(late.body.use_flow_id)}`,
    );
    expect([next.status, messageIds(next)]).toEqual([200, [4_010_001]]);
    const gone = await call(`${ory.url}/self-service/login/flows?id=${flow.body.id}`);
    expect(gone.status).toBe(410);
  });

  test('one of another kind, none, and what is no id are 404', async () => {
    const flow = await call(`${ory.url}/self-service/login/api`);
    for (const id of [flow.body.id, 'f47ac10b-58cc-4372-a567-0e02b2c3d479', "x' or 1=1"]) {
      const url = `${ory.url}/self-service/registration?flow=${encodeURIComponent(id)}`;
      expect((await call(url, { method: 'POST', body: {} })).status).toBe(404);
    }
  });

  test('who is signed in begins no log-in, but may prove again who they are', async () => {
    const someone = person();
    const { token } = await register(ory.url, someone);
    const begun = await call(`${ory.url}/self-service/login/api`, { token });
    expect([begun.status, begun.body.error?.id]).toEqual([400, 'session_already_available']);
    const again = await call(`${ory.url}/self-service/login/api?refresh=true`, { token });
    const body = { method: 'password', identifier: someone.email, password: someone.password };
    const proven = await call(again.body.ui.action, { method: 'POST', body, token });
    expect(proven.status).toBe(200);
    const stranger = person();
    await register(ory.url, stranger);
    const other = { method: 'password', identifier: stranger.email, password: stranger.password };
    const changed = await call(again.body.ui.action, { method: 'POST', body: other, token });
    expect([changed.status, messageIds(changed)]).toEqual([400, [4_000_006]]);
  });
});
