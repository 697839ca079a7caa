import { expect, test } from 'vitest';
import { generateSecret, hashSecret, verifySecret } from './secret.ts';

test('a secret is verified by its hash alone', () => {
  const secret = generateSecret();
  const stored = hashSecret(secret);
  expect(stored).not.toContain(secret);
  expect(verifySecret(secret, stored)).toBe(true);
  expect(verifySecret(`${secret}x`, stored)).toBe(false);
  expect(verifySecret('', stored)).toBe(false);
});

test('equal secrets have different hashes', () => {
  expect(hashSecret('the-same-secret')).not.toBe(hashSecret('the-same-secret'));
});

test.each(['', 'plain', 'sha256$salt'])('what is no hash verifies nothing: "%s"', (stored) => {
  expect(verifySecret('anything', stored)).toBe(false);
});
