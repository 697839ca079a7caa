import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSecrets } from './secrets.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'moltnet-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('readSecrets', () => {
  it('makes them once, readable by the owner alone, and gives the same again', () => {
    const made = readSecrets(home);
    expect(Object.keys(made)).toEqual([
      'ORY_API_KEY',
      'ORY_WEBHOOK_API_KEY',
      'ORY_LOCAL_SYSTEM_SECRET',
      'OIDC_PAIRWISE_SALT',
    ]);
    expect(new Set(Object.values(made)).size).toBe(4);
    for (const secret of Object.values(made)) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readSecrets(home)).toEqual(made);
    expect(readdirSync(home)).toEqual(['secrets.json']);
  });

  it('is not disturbed by the draft of a start that was killed', () => {
    writeFileSync(join(home, `secrets.json.${process.pid}`), '{"ORY_API');
    readSecrets(home);
    expect(readdirSync(home)).toEqual(['secrets.json']);
  });

  it.each([
    ['no JSON', '{"ORY_API_KEY": "abc'],
    ['another shape', '[]'],
    ['one missing', JSON.stringify({ ORY_API_KEY: 'x'.repeat(43) })],
    ['one empty', '{"ORY_API_KEY":"","ORY_WEBHOOK_API_KEY":"","OIDC_PAIRWISE_SALT":""}'],
  ])('refuses a damaged file and does not overwrite it: %s', (_case, text) => {
    const file = join(home, 'secrets.json');
    writeFileSync(file, text);
    expect(() => readSecrets(home)).toThrow(`${file} is damaged: restore it from a backup.`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
