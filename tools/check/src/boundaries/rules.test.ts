import { describe, expect, it } from 'vitest';
import { violations } from './rules.ts';
import { TABLE } from './table.ts';
import type { Project, SourceFile } from './workspace.ts';

const LAYER_OF: Record<string, string> = {
  contract: 'contract',
  database: 'platform',
  diary: 'domain',
  'rest-api': 'app',
  'ory-local': 'app',
  cli: 'app',
  'mcp-server': 'app',
  e2e: 'test',
};

function project(name: string, parts: Partial<Project> = {}): Project {
  const layer = LAYER_OF[name] ?? 'platform';
  const scope = layer === 'app' || layer === 'test' ? 'app' : 'lib';
  return {
    name: `@moltnet/${name}`,
    root: `${scope}s/${name}`,
    tags: [`scope:${scope}`, `layer:${layer}`],
    dependencies: [],
    devDependencies: [],
    files: [],
    ...parts,
  };
}

const file = (path: string, ...imports: string[]): SourceFile => ({ path, imports });

describe('violations', () => {
  it('accepts what the table allows', () => {
    const projects = [
      project('contract'),
      project('database', { dependencies: ['@moltnet/contract'] }),
      project('rest-api', { dependencies: ['@moltnet/contract', '@moltnet/database'] }),
    ];
    expect(violations(projects)).toEqual([]);
  });

  it.each([
    ['an app that must go through the API', 'mcp-server', 'database'],
    ['a command line that has no database', 'cli', 'database'],
    ['a platform library on another', 'database', 'embedding'],
    ['an app on an app', 'rest-api', 'ory-local'],
  ])('reports a forbidden edge: %s', (_case, from, to) => {
    const projects = [project(from, { dependencies: [`@moltnet/${to}`] }), project(to)];
    expect(violations(projects)).toContain(`@moltnet/${from} may not depend on @moltnet/${to}`);
  });

  it('reports a project without a row, and one without a layer', () => {
    expect(
      violations([project('contract', { name: '@moltnet/new', tags: ['scope:lib'] })]),
    ).toEqual([
      '@moltnet/new has no row in the table of allowed imports',
      '@moltnet/new has no layer: tag of contract, platform, domain, app, test',
    ]);
  });

  it('reports an edge to a layer above, even where the table would allow it', () => {
    const projects = [project('database', { dependencies: ['@moltnet/diary'] }), project('diary')];
    expect(violations(projects, { ...TABLE, '@moltnet/database': ['@moltnet/diary'] })).toEqual([
      '@moltnet/database may not depend on @moltnet/diary, which is a layer above it',
    ]);
  });

  it('lets the tests of a library run ory-local, and no other app', () => {
    const projects = [
      project('auth', { devDependencies: ['@moltnet/ory-local', '@moltnet/cli'] }),
      project('ory-local'),
      project('cli'),
    ];
    expect(violations(projects)).toEqual([
      '@moltnet/auth may not depend on @moltnet/cli, not even for its tests',
    ]);
  });

  it('reports a cycle once', () => {
    const projects = [
      project('contract', { devDependencies: ['@moltnet/database'] }),
      project('database', { dependencies: ['@moltnet/contract'] }),
    ];
    expect(violations(projects)).toEqual([
      'cycle: @moltnet/contract → @moltnet/database → @moltnet/contract',
    ]);
  });

  const database = project('database');
  it.each([
    [
      'a testing entry in a program',
      [file('libs/diary/src/create.ts', '@moltnet/database/testing')],
      ['libs/diary/src/create.ts: imports @moltnet/database/testing, which is for tests'],
    ],
    [
      'a test package in a program',
      [file('libs/diary/src/create.ts', 'fast-check')],
      ['libs/diary/src/create.ts: imports fast-check, which is for tests'],
    ],
    [
      'a test file in a program',
      [file('libs/diary/src/create.ts', './testing/agent.ts')],
      ['libs/diary/src/create.ts: imports ./testing/agent.ts, which is for tests'],
    ],
    [
      'a path into another project',
      [file('libs/diary/src/create.ts', '../../database/src/connect.ts')],
      [
        'libs/diary/src/create.ts: reaches into @moltnet/database by path instead of importing the package',
      ],
    ],
    [
      'an undeclared package of the workspace',
      [file('libs/diary/src/create.ts', '@moltnet/contract/problems')],
      ['libs/diary/src/create.ts: imports @moltnet/contract, which is not among its dependencies'],
    ],
    [
      'nothing in a test of its own',
      [file('libs/diary/src/create.test.ts', 'vitest', '@moltnet/database/testing', './create.ts')],
      [],
    ],
    ['nothing in a folder of no project', [file('libs/diary/src/a.ts', '../../../infra/x.ts')], []],
  ])('reports %s', (_case, files, expected) => {
    const diary = project('diary', { dependencies: ['@moltnet/database'], files });
    expect(violations([diary, database, project('contract')])).toEqual(expected);
  });
});
