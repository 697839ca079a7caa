import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..');

test('the example in the README runs as it stands', async () => {
  const example = await readFile(join(folder, 'test/readme.ts'), 'utf8');
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  await import('../test/readme.ts');
});
