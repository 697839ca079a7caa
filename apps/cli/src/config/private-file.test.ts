import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moltnet-private-'));
});
afterEach(() => rm(folder, { recursive: true }));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('a file is written whole, for the owner only, and nothing is left beside it', async () => {
  const path = join(folder, 'a/b/secret.json');
  await writePrivateFile(path, 'one');
  await writePrivateFile(path, 'two');
  expect(await readPrivateFile(path)).toBe('two');
  expect(await modeOf(path)).toBe(0o600);
  expect(await modeOf(join(folder, 'a/b'))).toBe(0o700);
  expect(await readdir(join(folder, 'a/b'))).toEqual(['secret.json']);
});

test('a file that cannot be replaced stays, and the new one is cleaned up', async () => {
  const path = join(folder, 'taken');
  await writePrivateFile(join(path, 'inside'), 'one');
  await expect(writePrivateFile(path, 'two')).rejects.toThrow('EISDIR');
  expect(await readPrivateFile(join(path, 'inside'))).toBe('one');
  expect(await readdir(folder)).toEqual(['taken']);
});

test('reading takes from others what access they had', async () => {
  const path = join(folder, 'secret.json');
  await writeFile(path, 'text');
  await chmod(path, 0o644);
  expect(await readPrivateFile(path)).toBe('text');
  expect(await modeOf(path)).toBe(0o600);
});

test('a file that is not there is undefined', async () => {
  expect(await readPrivateFile(join(folder, 'none'))).toBe(undefined);
});
