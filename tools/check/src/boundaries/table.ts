/**
 * Which project may import which: the table of docs/architecture.md as data. An edge that is not
 * here fails the check, so adding one is a decision somebody makes and somebody reviews.
 */
export const TABLE: Record<string, readonly string[] | 'any library'> = {
  // apps
  '@moltnet/rest-api': 'any library',
  '@moltnet/mcp-server': ['@moltnet/sdk', '@moltnet/contract', '@moltnet/observability'],
  '@moltnet/ory-local': ['@moltnet/contract', '@moltnet/database', '@moltnet/observability'],
  '@moltnet/cli': ['@moltnet/sdk', '@moltnet/crypto'],
  '@moltnet/e2e': 'any library',

  // libraries
  '@moltnet/contract': [],
  '@moltnet/crypto': [],
  '@moltnet/observability': [],
  '@moltnet/database': ['@moltnet/contract'],
  '@moltnet/embedding': ['@moltnet/observability'],
  '@moltnet/auth': ['@moltnet/contract', '@moltnet/database'],
  '@moltnet/redis': ['@moltnet/auth'],
  '@moltnet/sdk': ['@moltnet/contract', '@moltnet/crypto'],
  '@moltnet/identity': [
    '@moltnet/auth',
    '@moltnet/contract',
    '@moltnet/crypto',
    '@moltnet/database',
    '@moltnet/embedding',
  ],
  '@moltnet/diary': [
    '@moltnet/auth',
    '@moltnet/contract',
    '@moltnet/crypto',
    '@moltnet/database',
    '@moltnet/embedding',
  ],
  '@moltnet/packs': [
    '@moltnet/auth',
    '@moltnet/contract',
    '@moltnet/crypto',
    '@moltnet/database',
    '@moltnet/diary',
  ],
  '@moltnet/teams': ['@moltnet/auth', '@moltnet/contract', '@moltnet/database'],

  // tools
  '@moltnet/bench': [
    '@moltnet/auth',
    '@moltnet/build',
    '@moltnet/contract',
    '@moltnet/crypto',
    '@moltnet/database',
    '@moltnet/diary',
    '@moltnet/embedding',
    '@moltnet/sdk',
  ],
  '@moltnet/build': ['@moltnet/embedding', '@moltnet/observability'],
  '@moltnet/check': [],
  '@moltnet/start': ['@moltnet/database', '@moltnet/observability'],
};

/** From the bottom up: a project depends on its own layer or one beneath it. */
export const LAYERS = ['contract', 'platform', 'domain', 'app', 'test'] as const;

/** The one app that tests of a library may run: the Ory they talk to. */
export const APPS_FOR_TESTS: readonly string[] = ['@moltnet/ory-local'];

/** Packages that only tests may import. */
export const TEST_PACKAGES: readonly string[] = ['vitest', 'fast-check'];
