import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOry } from '../test/ory.ts';
import { createClient, requestToken } from '../test/token-endpoint.ts';
import { startTokenHook, type TestHook } from '../test/token-hook.ts';

let hook: TestHook;
beforeAll(async () => {
  hook = await startTokenHook();
});
afterAll(() => hook.stop());

test('a request in flight is answered before it stops, and a connection kept alive does not hold it', async () => {
  const ory = await startTestOry({ tokenHookUrl: hook.url });
  const client = await createClient(ory);
  const keptAlive = new Agent({ keepAlive: true });
  const [response] = await once(
    request(`${ory.url}/health/alive`, { agent: keptAlive }).end(),
    'response',
  );
  response.resume();
  hook.answer = 'hang';
  const token = requestToken(ory, { ...client });
  await expect.poll(() => hook.calls.length).toBe(1);
  const stopping = ory.stop();
  hook.answerPending({ status: 204 });
  expect((await token).status).toBe(200);
  const began = performance.now();
  await stopping;
  expect(performance.now() - began).toBeLessThan(5000);
  keptAlive.destroy();
});

test('a request that never ends is cut', async () => {
  const ory = await startTestOry({ tokenHookUrl: hook.url, tokenHookTimeoutMs: 60_000 });
  const client = await createClient(ory);
  hook.answer = 'hang';
  const before = hook.calls.length;
  const token = requestToken(ory, { ...client }).catch((error: unknown) => error);
  await expect.poll(() => hook.calls.length).toBe(before + 1);
  await ory.stop();
  expect(await token).toBeInstanceOf(TypeError);
});
