import { resolve } from 'node:path';
import { readWorkspace } from './read.ts';
import { violations } from './rules.ts';

const root = resolve(import.meta.dirname, '../../../..');
const found = violations(await readWorkspace(root));
for (const violation of found) process.stdout.write(`${violation}\n`);
process.exitCode = found.length === 0 ? 0 : 1;
