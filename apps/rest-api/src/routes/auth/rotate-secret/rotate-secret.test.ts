import { afterAll, beforeAll, expect, test } from 'vitest';
import { join, mint, statusOf, until } from '../../../../test/calls.ts';
import { keptIn } from '../../../../test/kept-in.ts';
import { type Network, startNetwork } from '../../../../test/network.ts';

let network: Network;
let here: string;
let elsewhere: string;

beforeAll(async () => {
  network = await startNetwork();
  here = await network.startMachine();
  elsewhere = await network.startMachine();
});
afterAll(() => network.stop());

/** What every other machine has to know of a revocation by then, with room for a busy one. */
const ELSEWHERE_MS = 6_000;

test('the old secret and its tokens stop here at once and elsewhere within 5 s; the new one works', async () => {
  const agent = await join(here);
  const before = await mint(here, agent);
  const beforeElsewhere = await mint(elsewhere, agent);
  for (const machine of [here, elsewhere]) {
    expect(await statusOf(machine, before.token)).toBe(200);
    expect(await statusOf(machine, beforeElsewhere.token)).toBe(200);
  }

  const fresh = await agent.client.rotateSecret();

  expect(fresh.clientId).toBe(agent.clientId);
  expect(fresh.clientSecret).not.toBe(agent.clientSecret);
  expect(await statusOf(here, before.token)).toBe(401);
  expect(await statusOf(here, beforeElsewhere.token)).toBe(401);
  expect((await mint(here, agent)).status).toBe(401);
  await until(() => statusOf(elsewhere, before.token), 401, ELSEWHERE_MS);
  await until(async () => (await mint(elsewhere, agent)).status, 401, ELSEWHERE_MS);
  for (const machine of [here, elsewhere]) {
    expect(await statusOf(machine, (await mint(machine, fresh)).token)).toBe(200);
  }
  expect((await agent.client.whoami()).identityId).toBe(agent.identityId);
});

test('no token that the old secret mints while it is replaced outlives it', async () => {
  const agent = await join(here);
  const tokens: string[] = [];
  const rotated = new AbortController();
  // Past every cache, as many as Hydra will: some of them in the second of the rotation.
  const minting = Array.from({ length: 4 }, async () => {
    while (!rotated.signal.aborted) tokens.push((await mint(network.oryUrl, agent)).token);
  });
  await until(async () => tokens.length > 4, true, 5_000);
  await agent.client.rotateSecret();
  rotated.abort();
  await Promise.all(minting);

  const statuses = await Promise.all(
    tokens.filter((token) => token !== '').map((token) => statusOf(here, token)),
  );
  expect(statuses.length).toBeGreaterThan(4);
  expect(new Set(statuses)).toEqual(new Set([401]));
});

test('rotating needs a credential, and its secrets are in no log and no database', async () => {
  expect((await fetch(`${here}/auth/rotate-secret`, { method: 'POST' })).status).toBe(401);
  const agent = await join(here);
  const { clientSecret } = await agent.client.rotateSecret();
  expect(network.log()).not.toContain(clientSecret);
  expect(network.log()).not.toContain(agent.clientSecret);
  expect(await keptIn(network, [clientSecret, agent.clientSecret])).toEqual([]);
});
