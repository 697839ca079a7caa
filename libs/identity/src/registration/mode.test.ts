import { expect, test } from 'vitest';
import { requireAdmitted } from './mode.ts';

test.each([
  ['open', undefined, 'admitted'],
  ['open', 'token', 'admitted'],
  ['invite', undefined, 'REGISTRATION_FAILED'],
  ['invite', 'token', 'admitted'],
  ['closed', undefined, 'REGISTRATION_FAILED'],
  ['closed', 'token', 'REGISTRATION_FAILED'],
] as const)('%s, with token %s: %s', (mode, token, outcome) => {
  const seen = (() => {
    try {
      requireAdmitted(mode, token);
      return 'admitted';
    } catch (error) {
      return (error as { code: string }).code;
    }
  })();
  expect(seen).toBe(outcome);
});
