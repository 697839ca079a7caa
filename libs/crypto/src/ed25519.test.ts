import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edgeCases, fromBase64, fromHex, identity, rfc8032, toBase64 } from '../test/vectors.ts';
import * as noble from './index.ts';
import * as node from './node.ts';

const engines = [
  ['noble', noble],
  ['node', node],
] as const;

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64);
const message = fc.uint8Array({ maxLength: 300 });

test('both entry points export the same names', () => {
  expect(Object.keys(node).toSorted()).toEqual(Object.keys(noble).toSorted());
});

describe.each(engines)('%s', (_, engine) => {
  test.each(rfc8032.vectors)('RFC 8032 $name', (vector) => {
    const privateKey = toBase64(fromHex(vector.seedHex));
    const publicKey = `ed25519:${toBase64(fromHex(vector.publicKeyHex))}`;
    const signature = toBase64(fromHex(vector.signatureHex));
    const bytes = fromHex(vector.messageHex);
    expect(engine.publicKeyOf(privateKey)).toBe(publicKey);
    expect(engine.sign(bytes, privateKey)).toBe(signature);
    expect(engine.verify(bytes, signature, publicKey)).toBe(true);
  });

  test.each(edgeCases.vectors)(
    '$name: $valid',
    ({ message: text, signature, publicKey, valid }) => {
      expect(engine.verify(fromBase64(text), signature, publicKey)).toBe(valid);
    },
  );

  test.each(identity.refusedPublicKeys)('nothing verifies under a key with $name', (refused) => {
    const bytes = new Uint8Array([1]);
    const signature = engine.sign(bytes, engine.generateKeyPair().privateKey);
    expect(engine.verify(bytes, signature, refused.publicKey)).toBe(false);
  });

  test('a new key pair signs, and its signature is 88 characters', () => {
    const { publicKey, privateKey } = engine.generateKeyPair();
    expect(engine.publicKeyOf(privateKey)).toBe(publicKey);
    expect(engine.generateKeyPair().privateKey).not.toBe(privateKey);
    const signature = engine.sign(new Uint8Array(), privateKey);
    expect(signature).toHaveLength(88);
    expect(engine.verify(new Uint8Array(), signature, publicKey)).toBe(true);
  });

  test.each(['', 'AAAA', `${'A'.repeat(43)}`, `${'A'.repeat(42)}B=`, `${'A'.repeat(43)}=\n`])(
    'refuses the private key %j',
    (privateKey) => {
      expect(() => engine.sign(new Uint8Array(), privateKey)).toThrow(engine.CryptoInputError);
      expect(() => engine.publicKeyOf(privateKey)).toThrow(engine.CryptoInputError);
    },
  );

  test('an error about a private key does not hold it', () => {
    const almost = engine.generateKeyPair().privateKey.slice(0, -1);
    expect(() => engine.sign(new Uint8Array(), almost)).toThrow(
      'privateKey must be canonical base64 of 32 bytes',
    );
  });
});

describe('the engines are equal', () => {
  test('in keys and signatures, and each verifies the other', () => {
    fc.assert(
      fc.property(seed, message, (privateKey, bytes) => {
        const publicKey = node.publicKeyOf(privateKey);
        const signature = node.sign(bytes, privateKey);
        expect(noble.publicKeyOf(privateKey)).toBe(publicKey);
        expect(noble.sign(bytes, privateKey)).toBe(signature);
        expect(noble.verify(bytes, signature, publicKey)).toBe(true);
        expect(node.verify(bytes, signature, publicKey)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('any one bit of message, signature or key changed fails in both', () => {
    fc.assert(
      fc.property(
        seed,
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.nat(),
        (key, bytes, at) => {
          const publicKey = node.publicKeyOf(key);
          const signature = node.sign(bytes, key);
          const rawSignature = fromBase64(signature);
          const rawKey = fromBase64(publicKey.slice('ed25519:'.length));
          const otherSignature = toBase64(flipBit(rawSignature, at));
          const otherKey = `ed25519:${toBase64(flipBit(rawKey, at))}`;
          for (const { verify } of [noble, node]) {
            expect(verify(flipBit(bytes, at), signature, publicKey)).toBe(false);
            expect(verify(bytes, otherSignature, publicKey)).toBe(false);
            expect(verify(bytes, signature, otherKey)).toBe(false);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('on arbitrary texts, none of which throws', () => {
    fc.assert(
      fc.property(message, fc.string({ maxLength: 100 }), fc.string(), (bytes, signature, key) => {
        expect(noble.verify(bytes, signature, key)).toBe(false);
        expect(node.verify(bytes, signature, key)).toBe(false);
      }),
    );
  });

  test('on arbitrary points and scalars', () => {
    const half = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(message, half, half, half, (bytes, a, r, s) => {
        const signature = toBase64(new Uint8Array([...r, ...s]));
        const publicKey = `ed25519:${toBase64(a)}`;
        const answer = node.verify(bytes, signature, publicKey);
        expect(noble.verify(bytes, signature, publicKey)).toBe(answer);
      }),
    );
  });
});

function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const bit = at % (bytes.length * 8);
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}
