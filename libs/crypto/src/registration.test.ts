import { expect, test } from 'vitest';
import { registration as vectors } from '../test/vectors.ts';
import {
  CryptoInputError,
  enrollmentMessage,
  generateNonce,
  registrationMessage,
  sign,
  verify,
  type RegistrationStatement,
} from './index.ts';

test.each(vectors.vectors)('$name', ({ input, message, proof }) => {
  const { token, ...rest } = input;
  const statement = rest as RegistrationStatement;
  const bytes =
    token === undefined
      ? registrationMessage(statement)
      : enrollmentMessage({ ...statement, token });
  expect(new TextDecoder().decode(bytes)).toBe(message);
  expect(sign(bytes, vectors.privateKey)).toBe(proof);
  expect(verify(bytes, proof, vectors.publicKey)).toBe(true);
});

test('a field with a line feed is refused, since it would move the fields', () => {
  const statement = {
    nonce: 'a\nb',
    publicKey: vectors.publicKey,
    credentialType: 'oauth2',
  } as const;
  expect(() => registrationMessage(statement)).toThrow(CryptoInputError);
});

test('a nonce of 32 bytes has 43 characters, one of 16 has 22, and none comes twice', () => {
  expect(generateNonce(32)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(generateNonce(16)).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(new Set(Array.from({ length: 1000 }, () => generateNonce(16))).size).toBe(1000);
});
