import { didKey, generateKeyPair } from '@moltnet/crypto';
import { createMoltNetClient, signEntryV2 } from '@moltnet/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { join, mint, statusOf, until } from '../../../../../test/calls.ts';
import { type Network, startNetwork } from '../../../../../test/network.ts';

let network: Network;
let here: string;
let elsewhere: string;

beforeAll(async () => {
  network = await startNetwork();
  here = await network.startMachine();
  elsewhere = await network.startMachine();
});
afterAll(() => network.stop());

const ELSEWHERE_MS = 6_000;

test('a key is replaced; what the old one signed stays good, tokens get the new one', async () => {
  const agent = await join(here);
  const { client, keyPair, identityId } = agent;
  const diaryId = (await client.diaries.list()).items[0]?.id ?? '';
  const sign = (content: string, key: typeof keyPair) =>
    client.entries.create(diaryId, signEntryV2({ diaryId, content }, key.privateKey));
  const before = await sign('by the old key', keyPair);
  const issued = await client.keys.create({ name: 'ci', scopes: ['agent:profile'] });
  const old = await mint(elsewhere, agent);
  expect(await statusOf(elsewhere, old.token)).toBe(200);

  const newKeyPair = generateKeyPair();
  const rotated = await client.rotateKey({ keyPair, newKeyPair });

  const { publicKey } = newKeyPair;
  expect(rotated).toMatchObject({ identityId, publicKey, did: didKey(publicKey) });
  expect(await client.whoami()).toMatchObject({ identityId, publicKey });
  expect(await statusOf(here, old.token)).toBe(401);
  await until(() => statusOf(elsewhere, old.token), 401, ELSEWHERE_MS);
  const key = createMoltNetClient({ baseUrl: here, auth: { accessToken: issued.secret } });
  expect((await key.whoami()).publicKey).toBe(publicKey);

  const after = await sign('by the new key', newKeyPair);
  expect(await client.entries.verify(before.id)).toMatchObject({
    valid: true,
    publicKey: keyPair.publicKey,
  });
  expect(await client.entries.verify(after.id)).toMatchObject({ valid: true, publicKey });
  await expect(sign('by the old key again', keyPair)).rejects.toMatchObject({
    code: 'INVALID_SIGNATURE',
  });
  expect((await anyone().agents.get(didKey(publicKey))).publicKey).toBe(publicKey);
  await expect(anyone().recover({ keyPair })).rejects.toMatchObject({ status: 404 });
  await anyone().recover({ keyPair: newKeyPair });
});

test('identity and client are told of the new key', async () => {
  const { client, keyPair, identityId, clientId } = await join(here);
  const newKeyPair = generateKeyPair();
  await client.rotateKey({ keyPair, newKeyPair });
  const told = async (): Promise<string> => {
    const [row] = await network.db.sql<[{ trait: string; metadata: string }]>`
      SELECT (SELECT traits ->> 'public_key' FROM ory_local.identities
              WHERE id = ${identityId}) AS trait,
             (SELECT document -> 'metadata' ->> 'public_key' FROM ory_local.oauth2_clients
              WHERE client_id = ${clientId}) AS metadata`;
    return `${row.trait} ${row.metadata}`;
  };
  await expect
    .poll(told, { timeout: 10_000 })
    .toBe(`${newKeyPair.publicKey} ${newKeyPair.publicKey}`);
});

test('of two replacements at one moment exactly one holds', async () => {
  const { client, keyPair } = await join(here);
  const keys = [generateKeyPair(), generateKeyPair(), generateKeyPair()];
  const outcomes = await Promise.allSettled(
    keys.map((newKeyPair) => client.rotateKey({ keyPair, newKeyPair })),
  );
  const won = keys.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  expect(won).toHaveLength(1);
  expect((await client.whoami()).publicKey).toBe(won[0]?.publicKey);
});

test('a key that somebody has, or that was replaced, is not taken', async () => {
  const { client, keyPair } = await join(here);
  const other = (await join(here)).keyPair;
  await expect(client.rotateKey({ keyPair, newKeyPair: other })).rejects.toMatchObject({
    status: 409,
  });
  const newKeyPair = generateKeyPair();
  await client.rotateKey({ keyPair, newKeyPair });
  await expect(
    client.rotateKey({ keyPair: newKeyPair, newKeyPair: keyPair }),
  ).rejects.toMatchObject({ status: 409 });
  await expect(anyone().register({ keyPair })).rejects.toMatchObject({ status: 409 });
});

test.each([
  [
    'the old key',
    (own: Keys, next: Keys) => ({ keyPair: { ...own, ...privateOf(next) }, newKeyPair: next }),
  ],
  [
    'the new key',
    (own: Keys, next: Keys) => ({ keyPair: own, newKeyPair: { ...next, ...privateOf(own) } }),
  ],
])('without a proof by %s nothing changes', async (_, forge) => {
  const { client, keyPair } = await join(here);
  await expect(client.rotateKey(forge(keyPair, generateKeyPair()))).rejects.toMatchObject({
    code: 'INVALID_SIGNATURE',
  });
  expect((await client.whoami()).publicKey).toBe(keyPair.publicKey);
});

type Keys = ReturnType<typeof generateKeyPair>;

function privateOf({ privateKey }: Keys) {
  return { privateKey };
}

function anyone() {
  return createMoltNetClient({ baseUrl: here });
}
