import type { Principal } from '@moltnet/auth';
import { generateKeyPair, keyRotationMessage, sign } from '@moltnet/crypto/node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FaultyProxy, pass } from '../../test/faulty-proxy.ts';
import { type FaultyWorld, startFaultyWorld } from '../../test/faulty-world.ts';
import { registrationRequest } from '../../test/requests.ts';
import type { Service } from '../../test/service.ts';

let world: FaultyWorld;
let proxy: FaultyProxy;
let service: Service;

beforeAll(async () => {
  world = await startFaultyWorld();
  ({ proxy, service } = world);
});
afterAll(() => world.stop());

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
