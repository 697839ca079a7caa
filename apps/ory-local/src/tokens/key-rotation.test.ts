import { connect, type Database } from '@moltnet/database';
import { createLogger } from '@moltnet/observability';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestOry, type TestOry } from '../../test/ory.ts';
import { createClient, isActive, mint, type Credentials } from '../../test/token-endpoint.ts';
import { KeyRing, longestTokenTtl } from './key-ring.ts';
import { dropRetiredKeys } from './signing-keys.ts';

const SET = 'hydra.jwt.access-token';

let ory: TestOry;
let client: Credentials;
beforeAll(async () => {
  ory = await startTestOry({ keyPublishedMs: 400 });
  client = await createClient(ory);
});
afterAll(() => ory.stop());

const kidOf = (token: string): string => String(decodeProtectedHeader(token).kid);

function openRing(database: Database, publishedMs: number): Promise<KeyRing> {
  const systemSecret = 'test-system-secret-0123456789';
  const logger = createLogger({ name: 'test', level: 'silent' });
  return KeyRing.open({ database, systemSecret, publishedMs, tokenTtl: 3600, logger });
}

async function rotate(at: TestOry = ory): Promise<string> {
  const { status, data } = await at.keys.createJsonWebKeySet({
    set: SET,
    createJsonWebKeySet: { alg: 'RS256', use: 'sig', kid: '' },
  });
  expect(status).toBe(201);
  return String(data.keys?.[0]?.kid);
}

const published = async (): Promise<string[]> =>
  ((await ory.wellknown.discoverJsonWebKeys()).data.keys ?? []).map(({ kid }) => kid);

test('a new key is shown before it signs; the old one verifies on', async () => {
  const verifier = createRemoteJWKSet(new URL(`${ory.url}/.well-known/jwks.json`), {
    cooldownDuration: 0,
  });
  const old = await mint(ory, client);
  await jwtVerify(old, verifier);
  const kid = await rotate();
  expect(await published()).toContain(kid);
  expect(kidOf(await mint(ory, client))).toBe(kidOf(old));
  await expect.poll(async () => kidOf(await mint(ory, client)), { timeout: 5000 }).toBe(kid);
  const next = await mint(ory, client);
  for (const token of [old, next]) {
    await jwtVerify(token, verifier);
    expect(await isActive(ory, token)).toBe(true);
  }
  expect(await published()).toEqual(expect.arrayContaining([kid, kidOf(old)]));
});

test('the new key signs after a restart too', async () => {
  const before = await startTestOry();
  const own = await createClient(before);
  const kid = await rotate(before);
  const after = await before.restart();
  expect(kidOf(await mint(after, own))).toBe(kid);
  await after.stop();
});

test('a key that leaked is taken away, and its tokens with it', async () => {
  const leaked = await mint(ory, client);
  const { status } = await ory.keys.deleteJsonWebKey({ set: SET, kid: kidOf(leaked) });
  expect(status).toBe(409);
  const kid = await rotate();
  await expect.poll(async () => kidOf(await mint(ory, client)), { timeout: 5000 }).toBe(kid);
  const gone = await ory.keys.deleteJsonWebKey({ set: SET, kid: kidOf(leaked) });
  expect(gone.status).toBe(204);
  expect(await published()).not.toContain(kidOf(leaked));
  expect(await isActive(ory, leaked)).toBe(false);
  const again = await ory.keys.deleteJsonWebKey({ set: SET, kid: kidOf(leaked) });
  expect(again.status).toBe(404);
});

test('a key signs though it is looked at a moment before its time', async () => {
  const own = await startTestOry();
  const database = connect(own.databaseUrl, { applicationName: 'test', max: 1 });
  for (let publishedMs = 60; publishedMs < 70; publishedMs += 1) {
    const ring = await openRing(database, publishedMs);
    const kid = await ring.rotate();
    await expect.poll(() => ring.keys[0]?.kid, { timeout: 5000 }).toBe(kid);
    ring.close();
  }
  await database.close();
  await own.stop();
});

test('no private key is shown', async () => {
  const { data } = await ory.keys.getJsonWebKeySet({ set: SET });
  for (const key of data.keys ?? [])
    expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test('there is one set, and it signs with RS256', async () => {
  expect((await ory.keys.getJsonWebKeySet({ set: 'another' })).status).toBe(404);
  const { status } = await ory.keys.createJsonWebKeySet({
    set: SET,
    createJsonWebKeySet: { alg: 'HS256', use: 'sig', kid: '' },
  });
  expect(status).toBe(400);
});

test('a key stays until the longest token that it may have signed is over', async () => {
  const own = await startTestOry();
  const database = connect(own.databaseUrl, { applicationName: 'test', max: 1 });
  await createClient(own, { client_credentials_grant_access_token_lifespan: '3h' });
  const ttl = await longestTokenTtl(database, 3600);
  expect(ttl).toBe(3 * 3600);
  await rotate(own);
  const count = async (): Promise<number> =>
    (await database.sql`select from ory_local.signing_keys`).count;
  const age = (interval: string) => database.sql`
    update ory_local.signing_keys set signs_from = signs_from - ${interval}::interval`;
  await age('2 hours 59 minutes');
  await dropRetiredKeys(database, ttl);
  expect(await count()).toBe(2);
  await age('2 minutes');
  await dropRetiredKeys(database, ttl);
  expect(await count()).toBe(1);
  await database.close();
  await own.stop();
});

test('a ring that could not be read turns later', async () => {
  const own = await startTestOry();
  const database = connect(own.databaseUrl, { applicationName: 'test', max: 1 });
  const ring = await openRing(database, 200);
  const kid = await ring.rotate();
  await database.sql`alter table ory_local.signing_keys rename to signing_keys_away`;
  await expect
    .poll(
      async () =>
        (
          await database.sql`select clock_timestamp() > signs_from as due
      from ory_local.signing_keys_away where kid = ${kid}`
        )[0]?.['due'],
    )
    .toBe(true);
  await database.sql`alter table ory_local.signing_keys_away rename to signing_keys`;
  await expect.poll(() => ring.keys[0]?.kid, { timeout: 5000 }).toBe(kid);
  ring.close();
  await database.close();
  await own.stop();
});
