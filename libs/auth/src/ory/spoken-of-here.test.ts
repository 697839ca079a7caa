import { glob, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const LIBS = resolve(import.meta.dirname, '../../..');

/** libs/contract has the names that API.md fixes: paths of the webhooks, their header, the cookie. */
const MAY = /^(auth|contract)\/|\.test\.ts$/;

test('of the libraries this one alone speaks of Ory and its services', async () => {
  const speaking: string[] = [];
  for await (const file of glob('*/{src/**/*.ts,README.md}', { cwd: LIBS })) {
    if (MAY.test(file)) continue;
    const text = await readFile(resolve(LIBS, file), 'utf8');
    if (/\bory\b(?!-local)|kratos|hydra|\bketo/i.test(text)) speaking.push(file);
  }
  expect(speaking).toEqual([]);
});
