import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from './npm-manifest.ts';
import { buildNpmPackages } from './npm-package.ts';
import { LIBRARIES } from './npm-target.ts';
import { copyModules } from './production-modules.ts';

const root = resolve(import.meta.dirname, '../../..');
/** A project of somebody else's, far from this workspace, with our packages installed. */
let project: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'moltnet-npm-'));
  for (const library of LIBRARIES) {
    mkdirSync(join(project, 'built', library), { recursive: true });
    // Where the compiler finds what their types are made of.
    symlinkSync(
      join(root, library, 'node_modules'),
      join(project, 'built', library, 'node_modules'),
    );
  }
  const built = await buildNpmPackages(root, join(project, 'built'));
  const modules = join(project, 'node_modules');
  for (const folder of built) {
    cpSync(folder, join(modules, readManifest(folder).name), { recursive: true });
  }
  for (const library of LIBRARIES) {
    const theirs = Object.keys(readManifest(join(root, library)).dependencies ?? {})
      .filter((name) => !name.startsWith('@moltnet/'))
      .map((name) => [name, join(root, library)]);
    copyModules(
      Object.fromEntries(theirs),
      modules,
      (_name, path) => !path.startsWith('node_modules'),
    );
  }
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
}, 180_000);
afterAll(() => rmSync(project, { recursive: true }));

const run = (command: string, ...args: string[]): string =>
  spawnSync(command, args, { cwd: project, encoding: 'utf8' }).output.join('');

const USE = `
import { generateKeyPair, verify } from '@moltnet/crypto';
import { createMoltNetClient, signEntryV2 } from '@moltnet/sdk';

const { publicKey, privateKey } = generateKeyPair();
const entry = signEntryV2(
  { diaryId: '0197f9a0-0000-7000-8000-000000000000', content: 'hello' },
  privateKey,
);
const client = createMoltNetClient({ baseUrl: 'http://127.0.0.1:1' });
console.log(typeof client.entries.create, typeof entry.signature, verify(new Uint8Array(1), '', publicKey));
`;

describe('the npm packages', () => {
  it('run where this repository is not', () => {
    writeFileSync(join(project, 'use.js'), USE);
    expect(run('node', 'use.js')).toBe('function object false\n');
  });

  it(
    'carry types that a strict compiler accepts, without skipping theirs',
    { timeout: 120_000 },
    () => {
      writeFileSync(join(project, 'use.ts'), USE);
      const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2024,dom'];
      expect(run(join(root, 'node_modules/.bin/tsc'), ...flags, 'use.ts')).toBe('');
    },
  );

  it('have the command in one file', () => {
    const { version } = readManifest(join(root, 'apps/cli'));
    expect(run('node', 'node_modules/@moltnet/cli/main.js', '--version')).toBe(`${version}\n`);
    expect(readManifest(join(project, 'node_modules/@moltnet/cli')).dependencies).toBeUndefined();
  });
});
