import { databaseTests } from './database-tests.ts';
import type { Step } from './step.ts';

const STATIC: readonly Step[] = [
  { name: 'format', title: 'format', command: ['oxfmt', '--check'] },
  { name: 'lint', title: 'lint', command: ['oxlint', '--deny-warnings'] },
  { name: 'types', title: 'types', command: ['tsc', '--noEmit'] },
  {
    name: 'boundaries',
    title: 'module boundaries',
    command: ['node', 'tools/check/src/boundaries/main.ts'],
  },
  {
    name: 'regular-expressions',
    title: 'linear regular expressions',
    command: ['node', 'tools/check/src/regular-expressions/main.ts'],
  },
  { name: 'dead-code', title: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'secrets', title: 'secrets in the tree', command: ['dotenvx', 'ext', 'precommit'] },
];

const EMBEDDED = { TEST_DATABASE_URL: undefined, DATABASE_URL: undefined };

const vitest = (project: string, ...files: string[]): Step['command'] => [
  'vitest',
  'run',
  '--project',
  project,
  ...files,
];

/**
 * Every check in the order in which it runs: the quick ones first. Tests run on embedded Postgres;
 * those that touch a database run once more on the server that `testDatabaseUrl` names.
 *
 * @param root The workspace's root folder.
 */
export function steps(root: string, testDatabaseUrl: string | undefined): Step[] {
  const embedded: Step[] = [
    {
      name: 'unit',
      title: 'unit tests, embedded Postgres',
      command: vitest('unit'),
      env: EMBEDDED,
      vitest: true,
    },
    {
      name: 'e2e',
      title: 'end to end, embedded Postgres',
      command: vitest('e2e'),
      env: EMBEDDED,
      vitest: true,
    },
    {
      name: 'soak',
      title: 'a hundred clients at once, embedded',
      command: vitest('soak'),
      env: EMBEDDED,
      vitest: true,
    },
  ];
  if (testDatabaseUrl === undefined || testDatabaseUrl === '') return [...STATIC, ...embedded];
  const env = { TEST_DATABASE_URL: testDatabaseUrl, DATABASE_URL: undefined };
  return [
    ...STATIC,
    ...embedded,
    {
      name: 'unit-postgres',
      title: 'database tests, TEST_DATABASE_URL',
      command: vitest('unit', ...databaseTests(root)),
      env,
      vitest: true,
    },
    {
      name: 'e2e-postgres',
      title: 'end to end, TEST_DATABASE_URL',
      command: vitest('e2e'),
      env,
      vitest: true,
    },
    {
      name: 'soak-postgres',
      title: 'a hundred clients, TEST_DATABASE_URL',
      command: vitest('soak'),
      env,
      vitest: true,
    },
  ];
}
