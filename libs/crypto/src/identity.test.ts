import { describe, expect, test } from 'vitest';
import { identity } from '../test/vectors.ts';
import {
  CryptoInputError,
  didKey,
  fingerprint,
  parsePublicKey,
  publicKeyFromDid,
  publicKeyOf,
} from './index.ts';

describe.each(identity.keys)('$name', (key) => {
  test('has its public key, fingerprint and did:key', () => {
    expect(publicKeyOf(key.privateKey)).toBe(key.publicKey);
    expect(fingerprint(key.publicKey)).toBe(key.fingerprint);
    expect(didKey(key.publicKey)).toBe(key.did);
    expect(publicKeyFromDid(key.did)).toBe(key.publicKey);
    expect(Buffer.from(parsePublicKey(key.publicKey)).toString('base64')).toBe(
      key.publicKey.slice('ed25519:'.length),
    );
  });
});

test.each(identity.refusedPublicKeys)('refuses a public key: $name', ({ publicKey }) => {
  expect(() => parsePublicKey(publicKey)).toThrow(CryptoInputError);
});

test.each(identity.refusedDids)('refuses a did: $name', ({ did }) => {
  expect(() => publicKeyFromDid(did)).toThrow(CryptoInputError);
});
