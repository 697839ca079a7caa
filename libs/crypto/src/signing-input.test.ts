import { describe, expect, test } from 'vitest';
import { signingV1 as vectors, textOf, toBase64 } from '../test/vectors.ts';
import { CryptoInputError, sign, signingInputV1, verify } from './index.ts';

describe.each(vectors.vectors)('$name', ({ message, nonce, signingInput, signature }) => {
  test('has the signing input and signature of the vector', () => {
    const bytes = signingInputV1(textOf(message), nonce);
    expect(toBase64(bytes)).toBe(signingInput);
    expect(sign(bytes, vectors.privateKey)).toBe(signature);
    expect(verify(bytes, signature, vectors.publicKey)).toBe(true);
  });
});

test.each([
  ['message', '\ud800', 'nonce'],
  ['nonce', 'message', 'n\udfff'],
])('refuses a lone surrogate in the %s', (_, message, nonce) => {
  expect(() => signingInputV1(message, nonce)).toThrow(CryptoInputError);
});
