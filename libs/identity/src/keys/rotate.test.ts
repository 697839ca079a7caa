import type { Principal } from '@moltnet/auth';
import { generateKeyPair, keyRotationMessage, sign } from '@moltnet/crypto/node';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import type { OryLocal } from '@moltnet/ory-local';
import { startOry } from '@moltnet/ory-local/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FaultyProxy, pass, startFaultyProxy } from '../../test/faulty-proxy.ts';
import { registrationRequest } from '../../test/requests.ts';
import { type Service, startService, TIMEOUT_MS } from '../../test/service.ts';

let database: TestDatabase;
let oryLocal: OryLocal;
let proxy: FaultyProxy;
let service: Service;

beforeAll(async () => {
  database = await testDatabase();
  oryLocal = await startOry(database.url);
  proxy = await startFaultyProxy(oryLocal.url, TIMEOUT_MS + 200);
  service = await startService(database.url, proxy.url);
});
afterAll(async () => {
  await service?.stop();
  await proxy?.stop();
  await oryLocal?.close();
  await database?.stop();
});

test('the key is replaced while the identity provider is down, which hears of it afterwards', async () => {
  const keys = generateKeyPair();
  const { identityId } = await service.identity.register(registrationRequest({ keys }));
  const principal = { kind: 'agent', identityId, scopes: [] } as unknown as Principal;
  const next = generateKeyPair();
  const message = keyRotationMessage({
    identityId,
    oldPublicKey: keys.publicKey,
    newPublicKey: next.publicKey,
  });
  const refused: string[] = [];
  proxy.rule = (request) => {
    if (request.startsWith('PATCH')) refused.push(request);
    return request.startsWith('PATCH') ? 'refuse' : undefined;
  };

  const rotated = await service.identity.rotateKey(principal, {
    newPublicKey: next.publicKey,
    oldProof: sign(message, keys.privateKey),
    newProof: sign(message, next.privateKey),
  });

  expect(rotated.publicKey).toBe(next.publicKey);
  await vi.waitFor(() => expect(refused.length).toBeGreaterThan(1), { timeout: 10_000 });
  expect((await service.ory.identities.get(identityId))?.publicKey).toBe(keys.publicKey);
  proxy.rule = pass;
  await vi.waitFor(
    async () =>
      expect((await service.ory.identities.get(identityId))?.publicKey).toBe(next.publicKey),
    { timeout: 20_000, interval: 100 },
  );
});
