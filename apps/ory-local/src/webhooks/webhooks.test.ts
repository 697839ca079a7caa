import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WEBHOOK_KEY } from '../testing/index.ts';
import { startTestOry, type TestOry } from '../../test/ory.ts';
import { complete, messageIds, person, register } from '../../test/people.ts';
import { startTokenHook, type TestHook } from '../../test/token-hook.ts';

let hook: TestHook;
let ory: TestOry;
beforeAll(async () => {
  hook = await startTokenHook();
  ory = await startTestOry({ tokenHookUrl: hook.url });
});
afterAll(async () => {
  await ory.stop();
  await hook.stop();
});
beforeEach(() => {
  hook.calls.length = 0;
  hook.answer = { status: 204 };
});

const called = (): (string | undefined)[] => hook.calls.map(({ url }) => url);

test('registration and log-in are told of, with the key', async () => {
  const someone = person();
  const { identity } = await register(ory.url, someone);
  await vi.waitFor(() => expect(called()).toEqual(['/hooks/kratos/after-registration']));
  expect(hook.calls[0]).toMatchObject({
    headers: { 'x-ory-api-key': WEBHOOK_KEY },
    body: {
      flow: { type: 'api' },
      identity: { id: identity.id, schema_id: 'moltnet_human', traits: { email: someone.email } },
    },
  });
  const login = { method: 'password', identifier: someone.email, password: someone.password };
  expect((await complete(ory.url, 'login', login)).status).toBe(200);
  await vi.waitFor(() => expect(called()[1]).toBe('/hooks/kratos/after-login'));
});

test('a webhook that fails afterwards keeps nobody out', async () => {
  hook.answer = { status: 500 };
  await register(ory.url);
  await vi.waitFor(() => expect(called()).toEqual(['/hooks/kratos/after-registration']));
});

test('settings are asked for before they are saved and told of after', async () => {
  const { token } = await register(ory.url);
  await vi.waitFor(() => expect(called()).toHaveLength(1));
  const traits = { email: person().email, name: 'Ada' };
  const { status } = await complete(ory.url, 'settings', { method: 'profile', traits }, token);
  expect(status).toBe(200);
  await vi.waitFor(() =>
    expect(called().slice(1)).toEqual([
      '/hooks/kratos/validate-settings',
      '/hooks/kratos/after-settings',
    ]),
  );
  expect(hook.calls[1]).toMatchObject({ body: { identity: { traits } } });
});

test('what the webhook refuses is not saved, and stands at its field', async () => {
  const { token, identity } = await register(ory.url);
  const message = { id: 1234, text: 'Not this one.', type: 'validation', context: { a: 1 } };
  hook.answer = {
    status: 400,
    body: { messages: [{ instance_ptr: '#/traits/name', messages: [message] }] },
  };
  const traits = { email: person().email, name: 'Nobody' };
  const refused = await complete(ory.url, 'settings', { method: 'profile', traits }, token);
  expect([refused.status, messageIds(refused)]).toEqual([400, [1234]]);
  const field = refused.body.ui.nodes.find(({ attributes }) => attributes.name === 'traits.name');
  expect(field?.messages).toEqual([
    { id: 1234, text: 'Not this one.', type: 'error', context: { a: 1 } },
  ]);
  const stored = await ory.identities.getIdentity({ id: identity.id });
  expect(stored.data.traits).toEqual(identity.traits);
});

test.each<[string, TestHook['answer']]>([
  ['fails', { status: 500 }],
  ['refuses without saying why', { status: 400, body: { error: 'no' } }],
])('nothing is saved when the webhook %s', async (_, answer) => {
  const { token, identity } = await register(ory.url);
  hook.answer = answer;
  const traits = { email: person().email };
  const refused = await complete(ory.url, 'settings', { method: 'profile', traits }, token);
  expect(refused.status).toBe(502);
  const stored = await ory.identities.getIdentity({ id: identity.id });
  expect(stored.data.traits).toEqual(identity.traits);
});
