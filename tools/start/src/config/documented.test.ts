import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PORTS } from './config.ts';

const root = resolve(import.meta.dirname, '../../../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Given by the launcher or by where a process runs; and one constant that looks like a variable. */
const NOT_FOR_PEOPLE = new Set([
  'ENV_NAMES',
  'FLY_MACHINE_ID',
  'NODE_ENV',
  'OIDC_PAIRWISE_SALT',
  'ORY_LOCAL_ISSUER',
  'ORY_LOCAL_SYSTEM_SECRET',
  'TOKEN_HOOK_URL',
  'XDG_CONFIG_HOME',
]);

/** Each variable of a file with the comment above it. */
function documented(path: string): Map<string, string> {
  const found = new Map<string, string>();
  let comment = '';
  for (const line of text(path).split('\n')) {
    const variable = /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
    if (variable !== undefined) found.set(variable, comment);
    // One comment may be above several variables.
    else comment = line.startsWith('#') ? line : '';
  }
  return found;
}

describe('.env.example', () => {
  const example = documented('.env.example');

  it.each(globSync('apps/*/src/config/env.ts', { cwd: root }))(
    'documents what %s reads',
    (path) => {
      const read = text(path).match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b|\b(PORT|HOST)\b/g) ?? [];
      const missing = read.filter((name) => !example.has(name) && !NOT_FOR_PEOPLE.has(name));
      expect([...new Set(missing)]).toEqual([]);
    },
  );

  it('documents what the launcher reads, at the default that it has', () => {
    for (const [name, port] of Object.entries(PORTS)) {
      expect(text('.env.example')).toContain(`\n${name}=${port}\n`);
    }
    expect(text('.env.example')).toContain('\nMOLTNET_HOME=.moltnet\n');
  });

  it.each(['.env.example', 'env.public'])('has a line of explanation for each in %s', (path) => {
    const unexplained = [...documented(path)].filter(([, comment]) => !/^# [A-Z]/.test(comment));
    expect(unexplained).toEqual([]);
  });
});
