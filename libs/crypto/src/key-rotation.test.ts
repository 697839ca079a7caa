import { expect, test } from 'vitest';
import { keyRotation as vectors } from '../test/vectors.ts';
import { keyRotationMessage, sign, verify } from './index.ts';

test.each(vectors.vectors)('$name', ({ input, message, oldProof, newProof }) => {
  const bytes = keyRotationMessage(input);
  expect(new TextDecoder().decode(bytes)).toBe(message);
  expect(sign(bytes, vectors.oldPrivateKey)).toBe(oldProof);
  expect(sign(bytes, vectors.newPrivateKey)).toBe(newProof);
  expect(verify(bytes, oldProof, input.oldPublicKey)).toBe(true);
  expect(verify(bytes, newProof, input.newPublicKey)).toBe(true);
});
