import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { ROOT } from '../harness/launcher.ts';

test('the TypeScript of the README finds what it wrote', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [, example = ''] = /^```ts\n([\s\S]*?)^```/m.exec(readme) ?? [];
  const here = example.replace('http://127.0.0.1:8080', inject('network').apiUrl);
  expect(here).not.toBe(example);
  const program = `${here}\nprocess.stdout.write(results[0].content);`;
  const { stdout } = await promisify(execFile)(
    'node',
    ['--input-type=module-typescript', '--eval', program],
    // Where its packages are installed.
    { cwd: join(ROOT, 'apps/e2e'), timeout: 60_000 },
  );
  expect(stdout).toBe('The billing worker drops jobs when Redis restarts');
});
