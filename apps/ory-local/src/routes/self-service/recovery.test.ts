import { CourierApi, Configuration } from '@ory/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '@moltnet/database';
import { agentTraits } from '../../../test/agents.ts';
import { Browser } from '../../../test/browser.ts';
import { startTestOry, type TestOry } from '../../../test/ory.ts';
import {
  call,
  complete,
  messageIds,
  person,
  register,
  type Answer,
  type Person,
} from '../../../test/people.ts';
import { API_KEY } from '../../testing/index.ts';

const SENT = 1_060_003;
const WRONG_CODE = 4_060_006;

let ory: TestOry;
let courier: CourierApi;
beforeAll(async () => {
  ory = await startTestOry();
  const baseOptions = { validateStatus: () => true };
  courier = new CourierApi(
    new Configuration({ basePath: ory.url, accessToken: API_KEY, baseOptions }),
  );
});
afterAll(() => ory.stop());

const messagesTo = async (recipient: string) =>
  (await courier.listCourierMessages({ recipient })).data;

/** The code of the newest message to an address. */
async function codeFor(recipient: string): Promise<string> {
  const [message] = await messagesTo(recipient);
  return /^\d{6}$/m.exec(message?.body ?? '')?.[0] ?? '';
}

const whoami = (token: string) => call(`${ory.url}/sessions/whoami`, { token });

/** A code that an administrator made, and the flow in which it is good. */
const recoveryOf = async (identityId: string) => {
  const { data, status } = await ory.identities.createRecoveryCodeForIdentity({
    createRecoveryCodeForIdentityBody: { identity_id: identityId, flow_type: 'api' },
  });
  expect(status).toBe(201);
  const flow = new URL(data.recovery_link).searchParams.get('flow');
  const url = `${ory.url}/self-service/recovery?flow=${flow}`;
  const submit = (fields: object) =>
    call(url, { method: 'POST', body: { method: 'code', ...fields } });
  return { code: data.recovery_code, send: submit, redeem: (code: string) => submit({ code }) };
};

const begin = () => call(`${ory.url}/self-service/recovery/api`);
const send = (flow: Answer, fields: object) =>
  call(flow.body.ui.action, { method: 'POST', body: { method: 'code', ...fields } });

async function registered(): Promise<Person & { token: string; id: string }> {
  const someone = person();
  const { token, identity } = await register(ory.url, someone);
  return { ...someone, token, id: identity.id };
}

const fieldsOf = ({ body }: Answer) => body.ui.nodes.map(({ attributes }) => attributes.name);

/** What a program sees of an answer that another address could change. */
const shape = ({ status, body }: Answer) => ({
  status,
  state: body.state,
  ids: messageIds({ status, body }),
  fields: fieldsOf({ status, body }),
});

describe('a code by e-mail', () => {
  test('recovers the account of whoever has the address, in any case', async () => {
    const { email, token, id } = await registered();
    const flow = await begin();
    expect([flow.status, flow.body.state]).toEqual([200, 'choose_method']);
    expect(fieldsOf(flow)).toEqual(['csrf_token', 'email', 'method']);
    const sent = await send(flow, { email: email.toUpperCase() });
    expect([sent.status, sent.body.state, messageIds(sent)]).toEqual([200, 'sent_email', [SENT]]);
    expect(fieldsOf(sent)).toEqual(['csrf_token', 'code', 'method']);

    const done = await send(flow, { code: await codeFor(email) });
    expect([done.status, done.body.state]).toEqual([200, 'passed_challenge']);
    const [set, show] = done.body.continue_with ?? [];
    const fresh = String(set?.ory_session_token);
    expect((await whoami(token)).status).toBe(401);
    const me = await whoami(fresh);
    expect([me.status, me.body.identity?.id]).toEqual([200, id]);

    const password = 'a password that is new';
    const settings = `${ory.url}/self-service/settings?flow=${show?.flow?.id}`;
    const body = { method: 'password', password };
    expect((await call(settings, { method: 'POST', body, token: fresh })).status).toBe(200);
    const fields = { method: 'password', identifier: email, password };
    expect((await complete(ory.url, 'login', fields)).status).toBe(200);
  });

  test('is good once, and another that was asked for replaces it', async () => {
    const { email } = await registered();
    const flow = await begin();
    await send(flow, { email });
    const first = await codeFor(email);
    await send(flow, { email });
    const second = await codeFor(email);
    // One time in a million they are the same.
    const old = first === second ? 'wrong' : first;
    expect(messageIds(await send(flow, { code: old }))).toEqual([WRONG_CODE]);
    expect((await send(flow, { code: second })).body.state).toBe('passed_challenge');
    const again = await send(flow, { code: second });
    expect([again.body.continue_with, messageIds(again)]).toEqual([undefined, [WRONG_CODE]]);
  });

  test('has five tries, however many codes were asked for', async () => {
    const { email } = await registered();
    const flow = await begin();
    await send(flow, { email });
    for (let attempt = 0; attempt < 5; attempt += 1) await send(flow, { code: 'wrong' });
    await send(flow, { email });
    const late = await send(flow, { code: await codeFor(email) });
    expect([late.body.continue_with, messageIds(late)]).toEqual([undefined, [WRONG_CODE]]);
  });

  test('to an address that nobody has is answered as to any other, and not sent', async () => {
    const { email } = await registered();
    const nobody = person().email;
    const [known, unknown] = [await begin(), await begin()];
    const one = await send(known, { email });
    const other = await send(unknown, { email: nobody });
    expect(shape(other)).toEqual(shape(one));
    expect(await messagesTo(nobody)).toEqual([]);
    const tried = [await send(known, { code: 'wrong' }), await send(unknown, { code: 'wrong' })];
    expect(shape(tried[1] as Answer)).toEqual(shape(tried[0] as Answer));
  });

  test('is not for who is inactive, nor for agents, whose name is a key', async () => {
    const { email, id } = await registered();
    await ory.identities.patchIdentity({
      id,
      jsonPatch: [{ op: 'replace', path: '/state', value: 'inactive' }],
    });
    await send(await begin(), { email });
    expect(await messagesTo(email)).toEqual([]);
    const traits = agentTraits();
    await ory.identities.createIdentity({
      createIdentityBody: { schema_id: 'moltnet_agent', traits },
    });
    const refused = await send(await begin(), { email: traits.public_key });
    expect(refused.status).toBe(400);
  });

  test('is sent ten times in five minutes to one address, and no more', async () => {
    const { email } = person();
    const flow = await begin();
    for (let count = 0; count < 10; count += 1)
      expect((await send(flow, { email })).status).toBe(200);
    expect((await send(flow, { email })).status).toBe(429);
  });

  test('cannot turn an administrator’s recovery into somebody else’s', async () => {
    const [mine, theirs] = [await registered(), await registered()];
    const { send } = await recoveryOf(theirs.id);
    expect((await send({ email: mine.email })).status).toBe(400);
    expect(await messagesTo(mine.email)).toEqual([]);
  });
});

describe('a code of an administrator', () => {
  test('ends in a session and in settings, once, and ends the sessions before it', async () => {
    const { token, identity } = await register(ory.url);
    const { code, redeem } = await recoveryOf(identity.id);
    const answers = await Promise.all([redeem(code), redeem(code)]);
    const recovered = answers.filter(({ body }) => body.continue_with !== undefined);
    expect(recovered).toHaveLength(1);
    const [set, show] = recovered[0]?.body.continue_with ?? [];
    const fresh = String(set?.ory_session_token);
    expect((await whoami(token)).status).toBe(401);
    expect(await whoami(fresh)).toMatchObject({
      status: 200,
      body: { authentication_methods: [{ method: 'code_recovery' }] },
    });
    const settings = `${ory.url}/self-service/settings?flow=${show?.flow?.id}`;
    const body = { method: 'password', password: 'another long password' };
    const changed = await call(settings, { method: 'POST', body, token: fresh });
    expect(changed.status).toBe(200);
  });

  test('recovers an agent, too', async () => {
    const { data } = await ory.identities.createIdentity({
      createIdentityBody: { schema_id: 'moltnet_agent', traits: agentTraits() },
    });
    const { code, redeem } = await recoveryOf(data.id);
    const { body } = await redeem(code);
    const { status, body: me } = await whoami(String(body.continue_with?.[0]?.ory_session_token));
    expect([status, me.identity?.id]).toEqual([200, data.id]);
  });

  test('is worth nothing after five wrong ones', async () => {
    const { identity } = await register(ory.url);
    const { code, redeem } = await recoveryOf(identity.id);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const refused = await redeem(wrong);
      expect([refused.status, messageIds(refused)]).toEqual([200, [4_060_006]]);
    }
    const late = await redeem(code);
    expect([late.body.continue_with, messageIds(late)]).toEqual([undefined, [4_060_006]]);
  });
});

test('who is signed in has nothing to recover', async () => {
  const { token } = await registered();
  const flow = await call(`${ory.url}/self-service/recovery/api`, { token });
  expect([flow.status, flow.body.error?.id]).toEqual([400, 'session_already_available']);
});

test('a browser recovers by the pages, and chooses a password', async () => {
  const { email } = await registered();
  const browser = new Browser(ory.url);
  const login = await browser.open('/ui/login');
  const [, href = ''] = /href="([^"]*)">Forgot your password\?/.exec(login.text) ?? [];
  const form = await browser.open(href);
  expect(form.text).toContain('<h1>Recover your account</h1>');
  const sent = await browser.submit(form, 'code', { email });
  expect(sent.text).toContain('An email containing a recovery code has been sent');
  const settings = await browser.submit(sent, 'code', { code: await codeFor(email) });
  expect(settings.text).toContain('<h1>Your account</h1>');
  expect((await browser.request('/sessions/whoami')).status).toBe(200);
});

describe('the courier', () => {
  test('shows a message with what it says, newest first, a page at a time', async () => {
    const { email } = await registered();
    const flow = await begin();
    await send(flow, { email });
    await send(flow, { email });
    const [second, first] = await messagesTo(email);
    expect(second).toMatchObject({
      status: 'queued',
      type: 'email',
      recipient: email,
      subject: 'Recover access to your account',
      template_type: 'recovery_code_valid',
      send_count: 0,
    });
    expect(Date.parse(second?.created_at ?? '')).toBeGreaterThanOrEqual(
      Date.parse(first?.created_at ?? ''),
    );
    const page = await courier.listCourierMessages({ recipient: email, pageSize: 1 });
    expect(page.data).toEqual([second]);
    const [, token = ''] = /page_token=([^&>]+)/.exec(String(page.headers['link'])) ?? [];
    const rest = await courier.listCourierMessages({
      recipient: email,
      pageSize: 1,
      pageToken: token,
    });
    expect(rest.data).toEqual([first]);
    const one = await courier.getCourierMessage({ id: String(first?.id) });
    expect(one.data).toEqual(first);
    expect((await courier.listCourierMessages({ recipient: email, status: 'sent' })).data).toEqual(
      [],
    );
  });

  test('is the administrator’s, and the database alone does not tell what it says', async () => {
    const { email, id } = await registered();
    await send(await begin(), { email });
    for (const path of ['/admin/courier/messages', '/admin/courier/messages/x'])
      expect((await fetch(`${ory.url}${path}`)).status).toBe(401);
    expect((await courier.getCourierMessage({ id: 'x' })).status).toBe(404);
    const code = await codeFor(email);
    expect(code).toMatch(/^\d{6}$/);
    const db = connect(ory.databaseUrl, { applicationName: 'recovery-test', max: 1 });
    const rows = await db.sql`
      select * from ory_local.courier_messages where recipient = ${email}`;
    const flows = await db.sql`
      select * from ory_local.self_service_flows where identity_id = ${id}`;
    await db.close();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify([rows, flows])).not.toContain(code);
    await ory.identities.deleteIdentity({ id });
    expect(await messagesTo(email)).toEqual([]);
  });
});
