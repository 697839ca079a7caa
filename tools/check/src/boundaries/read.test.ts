import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, readWorkspace } from './read.ts';

describe('importsOf', () => {
  it('finds static, type, re-exported and dynamic imports', () => {
    const source = `
      import { a } from './a.ts';
      import type { B } from '@moltnet/b';
      import 'side-effect';
      export * from './c.ts';
      export { d } from './d.ts';
      const e = await import('./e.ts');
      const f = await import(\`./\${e}.ts\`);
      // import './in-a-comment.ts';
    `;
    expect(importsOf('x.ts', source)).toEqual([
      './a.ts',
      '@moltnet/b',
      'side-effect',
      './c.ts',
      './d.ts',
      './e.ts',
    ]);
  });
});

describe('readWorkspace', () => {
  it('reads the projects, tags and edges of this workspace from Nx', async () => {
    const projects = await readWorkspace(resolve(import.meta.dirname, '../../../..'));
    const database = projects.find(({ name }) => name === '@moltnet/database');
    expect(database).toMatchObject({
      root: 'libs/database',
      tags: expect.arrayContaining(['scope:lib', 'layer:platform']),
      dependencies: expect.arrayContaining(['@moltnet/contract']),
    });
    const check = projects.find(({ name }) => name === '@moltnet/check');
    expect(check?.files).toContainEqual({
      path: 'tools/check/src/boundaries/main.ts',
      imports: ['node:path', './read.ts', './rules.ts'],
    });
  });
});
