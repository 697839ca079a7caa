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

/**
 * Every check in stages, the quick ones first: one stage follows the other, and the steps of a stage
 * run side by side. Tests run on embedded Postgres, and those that touch a database once more on the
 * server that `testDatabaseUrl` names. An end-to-end run waits as long as it works, for disks, leases
 * and processes that start; two of them fill each other's pauses on two cores, which unit tests keep
 * busy by themselves. What a hundred clients do is measured, and has the machine to itself.
 *
 * @param root The workspace's root folder.
 */
export function stages(root: string, testDatabaseUrl: string | undefined): Step[][] {
  const unit = vitest('unit', 'unit tests, embedded Postgres', 'unit', EMBEDDED);
  const e2e = vitest('e2e', 'end to end, embedded Postgres', 'e2e', EMBEDDED);
  const soak = vitest('soak', 'a hundred clients at once, embedded', 'soak', EMBEDDED);
  if (testDatabaseUrl === undefined || testDatabaseUrl === '') {
    return [[...STATIC], [unit], [e2e], [soak]];
  }
  const onServer = { TEST_DATABASE_URL: testDatabaseUrl, DATABASE_URL: undefined };
  const files = databaseTests(root);
  return [
    [...STATIC],
    [unit],
    [vitest('unit-postgres', 'database tests, TEST_DATABASE_URL', 'unit', onServer, files)],
    [e2e, vitest('e2e-postgres', 'end to end, TEST_DATABASE_URL', 'e2e', onServer)],
    [soak],
    [vitest('soak-postgres', 'a hundred clients, TEST_DATABASE_URL', 'soak', onServer)],
  ];
}

function vitest(
  name: string,
  title: string,
  project: string,
  env: NonNullable<Step['env']>,
  files: readonly string[] = [],
): Step {
  const command = ['vitest', 'run', '--project', project, ...files] as const;
  return { name, title, command, env, vitest: true };
}
