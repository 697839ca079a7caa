import { generateKeyPair, registrationMessage, verify } from '@moltnet/crypto';
import { describe, expect, test } from 'vitest';
import { serve } from '../test/serve.ts';

const identityId = '019abcde-0000-7000-8000-000000000001';

describe('register', () => {
  test('sends the key, a nonce and a proof that verifies, and never the private key', async () => {
    const { client, seen } = await serve(() => ({ body: { identityId } }));
    const keyPair = generateKeyPair();
    expect(await client.register({ keyPair, name: 'scribe' })).toEqual({ identityId });
    const nonce = String(seen[0]?.headers['idempotency-key']);
    const { proof, ...rest } = JSON.parse(seen[0]?.body ?? '') as Record<string, string>;
    const { publicKey } = keyPair;
    expect(rest).toEqual({ publicKey, credentialType: 'oauth2', name: 'scribe' });
    expect(nonce).toMatch(/^[\w-]{43}$/);
    const message = registrationMessage({ nonce, publicKey, credentialType: 'oauth2' });
    expect(verify(message, proof ?? '', publicKey)).toBe(true);
    expect(JSON.stringify(seen)).not.toContain(keyPair.privateKey);
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  test('with a nonce of the caller sends the same request again', async () => {
    const { client, seen } = await serve(() => ({}));
    const keyPair = generateKeyPair();
    const nonce = 'n'.repeat(43);
    await client.register({ keyPair, nonce });
    await client.register({ keyPair, nonce });
    expect(seen[1]?.body).toBe(seen[0]?.body);
    expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([nonce, nonce]);
  });
});
