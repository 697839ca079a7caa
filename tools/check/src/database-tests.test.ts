import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { databaseTests } from './database-tests.ts';

it('finds the tests that start a database, directly, by a helper or through another package', () => {
  const found = databaseTests(resolve(import.meta.dirname, '../../..'));
  expect(found).toEqual(
    expect.arrayContaining([
      'libs/database/src/migrations/migrate.test.ts',
      'apps/ory-local/src/routes/oauth2/token.test.ts',
      'libs/identity/src/registration/register.test.ts',
    ]),
  );
  expect(found).not.toContain('libs/crypto/src/ed25519.test.ts');
  expect(found).not.toContain('tools/check/src/database-tests.test.ts');
});
