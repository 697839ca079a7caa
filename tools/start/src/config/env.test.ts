import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'moltnet-env-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('readEnv', () => {
  it('takes the environment as it is where there is no .env.local', () => {
    expect(readEnv(root, { PORT: '1' })).toEqual({ PORT: '1' });
  });

  it('lets the environment win over .env.local', () => {
    writeFileSync(join(root, '.env.local'), '# mine\nPORT=1\nMCP_PORT=2\n');
    expect(readEnv(root, { PORT: '3' })).toEqual({ PORT: '3', MCP_PORT: '2' });
  });

  it('counts an empty variable as unset', () => {
    writeFileSync(join(root, '.env.local'), 'PORT=1\n');
    expect(readEnv(root, { PORT: '' })).toEqual({});
  });
});
