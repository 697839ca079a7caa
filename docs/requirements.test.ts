import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REQUIREMENTS } from './requirements.ts';

const root = resolve(import.meta.dirname, '..');

/** Titles of the tests and groups in a file, with what is escaped in the source as it reads. */
function titles(file: string): string[] {
  if (!existsSync(join(root, file))) return [];
  const source = readFileSync(join(root, file), 'utf8');
  const quoted = source.matchAll(/\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`)/g);
  return [...quoted].map(([, single, double, template]) =>
    (single ?? double ?? template ?? '').replaceAll(/\\(.)/g, '$1'),
  );
}

describe('each promise is proven by a test that is there', () => {
  it.each(Object.entries(REQUIREMENTS))('%s', (_id, { provenBy }) => {
    const unproven = provenBy.filter((proof) => {
      const [file = '', title = ''] = proof.split(' › ');
      return !titles(file).some((found) => found.includes(title));
    });
    expect(unproven).toEqual([]);
  });
});
