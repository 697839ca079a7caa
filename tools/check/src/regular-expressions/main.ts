import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { check, type Diagnostics } from 'recheck';
import { regularExpressions } from './literals.ts';
import { EXEMPT } from './exempt.ts';

// Every regular expression that runs in production takes time linear in its input, whoever wrote
// that input (CWE-1333). `recheck` proves it or finds the attack.

const root = resolve(import.meta.dirname, '../../../..');

/** Milliseconds for one expression; what cannot be decided within them is not let through. */
const TIMEOUT = 20_000;

const files: string[] = [];
for await (const file of glob('{libs,apps}/*/src/**/*.ts', { cwd: root })) {
  if (!/\.test\.ts$|\/testing\/|^apps\/(e2e|cli)\//.test(file)) files.push(file);
}

const places = new Map<string, { pattern: string; flags: string; files: Set<string> }>();
for (const file of files.sort()) {
  for (const found of regularExpressions(file, await readFile(join(root, file), 'utf8'))) {
    const key = `/${found.pattern}/${found.flags}`;
    const place = places.get(key) ?? { ...found, files: new Set() };
    places.set(key, place);
    place.files.add(file);
  }
}

const verdict = (found: Diagnostics): string =>
  found.status === 'vulnerable' ? found.complexity.summary : found.status;

const used = new Set<string>();
const refused: string[] = [];
for (const [expression, { pattern, flags, files: where }] of places) {
  const found = await check(pattern, flags, { timeout: TIMEOUT });
  if (found.status === 'safe') continue;
  if (expression in EXEMPT) used.add(expression);
  else refused.push(`${[...where].join(', ')}: ${expression} is ${verdict(found)}`);
}
for (const expression of Object.keys(EXEMPT)) {
  if (!used.has(expression)) refused.push(`${expression} needs no exemption any more`);
}

process.stdout.write(refused.map((line) => `${line}\n`).join(''));
process.exitCode = refused.length === 0 ? 0 : 1;
