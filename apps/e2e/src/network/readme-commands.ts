import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/launcher.ts';

/**
 * The commands that README.md tells a new user to run, in their order: every line of its shell
 * blocks that calls pnpm, without the comment at its end.
 */
export function readmeCommands(): string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(?:sh|bash|shell|console)?\n([\s\S]*?)^```/gm)];
  return blocks
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) =>
      line
        .replace(/^\$ /, '')
        .replace(/\s+#\s.*$/, '')
        .trim(),
    )
    .filter((line) => line.includes('pnpm@12 '));
}
