import { generateKeyPair, type KeyPair, sign } from '@moltnet/crypto';
import { createMoltNetClient } from '@moltnet/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { join, mint, statusOf } from '../../../test/calls.ts';
import { keptIn } from '../../../test/kept-in.ts';
import { type Network, startNetwork } from '../../../test/network.ts';

let network: Network;
let here: string;

beforeAll(async () => {
  network = await startNetwork();
  here = await network.startMachine();
});
afterAll(() => network.stop());

interface Answer {
  status: number;
  body: Record<string, string>;
}

async function post(path: string, body: object): Promise<Answer> {
  const answer = await fetch(here + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

/** A challenge without what differs between any two. */
const shape = (text = '') => text.replace(/ed25519:[^:]+:[\w-]+:\d+/, '');

/** What a holder of the key sends to /recovery/verify. */
async function proof({ publicKey, privateKey }: KeyPair) {
  const { challenge = '', hmac = '' } = (await post('/recovery/challenge', { publicKey })).body;
  return { challenge, hmac, publicKey, signature: sign(Buffer.from(challenge), privateKey) };
}

test('an agent whose secret is lost gets a working one by its key alone; the lost one is over', async () => {
  const agent = await join(here);
  const { token } = await mint(here, agent);
  expect(await statusOf(here, token)).toBe(200);

  const { keyPair } = agent;
  const recovery = await createMoltNetClient({ baseUrl: here }).recover({ keyPair });

  expect(recovery.recoveryCode).toMatch(/^\d{6}$/);
  expect(recovery.recoveryFlowUrl).toContain(`${network.oryUrl}/ui/recovery?flow=`);
  expect(recovery.credential.clientId).toBe(agent.clientId);
  expect(await statusOf(here, token)).toBe(401);
  expect((await mint(here, agent)).status).toBe(401);
  expect(await statusOf(here, (await mint(here, recovery.credential)).token)).toBe(200);
  expect(network.log()).not.toContain(recovery.credential.clientSecret);
  expect(await keptIn(network, [recovery.credential.clientSecret])).toEqual([]);
});

test('a challenge is answered alike for a key that is known and one that is not', async () => {
  const known = (await join(here)).keyPair;
  const unknown = generateKeyPair();
  const [one, other] = await Promise.all(
    [known, unknown].map(({ publicKey }) => post('/recovery/challenge', { publicKey })),
  );
  expect([one?.status, other?.status]).toEqual([200, 200]);
  expect(Object.keys(one?.body ?? {})).toEqual(Object.keys(other?.body ?? {}));
  expect(shape(one?.body['challenge'])).toBe(shape(other?.body['challenge']));
  // Only who holds the key hears that it is nobody's.
  expect(await post('/recovery/verify', await proof(unknown))).toMatchObject({
    status: 404,
    body: { code: 'NOT_FOUND' },
  });
});

test('a challenge is good once, also for two at once, and a bad signature does not use it up', async () => {
  const { keyPair } = await join(here);
  const good = await proof(keyPair);
  const bad = { ...good, signature: sign(Buffer.from('other'), keyPair.privateKey) };
  expect(await post('/recovery/verify', bad)).toMatchObject({
    status: 400,
    body: { code: 'INVALID_SIGNATURE' },
  });
  const answers = await Promise.all([1, 2, 3].map(() => post('/recovery/verify', good)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  expect(await post('/recovery/verify', good)).toMatchObject({
    status: 400,
    body: { code: 'INVALID_CHALLENGE' },
  });
});

test.each<[string, (given: Awaited<ReturnType<typeof proof>>) => object]>([
  [
    'with another mark',
    ({ hmac }) => ({ hmac: hmac.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }),
  ],
  ['without a mark', () => ({ hmac: '' })],
  [
    'that was made longer',
    ({ challenge }) => ({ challenge: challenge.replace(/\d{13}$/, '9999999999999') }),
  ],
  ['for another key', () => ({ publicKey: generateKeyPair().publicKey })],
  ['of the caller’s own making', () => ({ challenge: 'hello' })],
])('a challenge %s is refused', async (_, change) => {
  const given = await proof((await join(here)).keyPair);
  expect(await post('/recovery/verify', { ...given, ...change(given) })).toMatchObject({
    status: 400,
    body: { code: 'INVALID_CHALLENGE' },
  });
});
