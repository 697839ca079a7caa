import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** Variables by name, as text. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment, over what `.env.local` beside package.json says, if there is one. An empty
 * variable counts as unset, so that `PORT= pnpm start` takes the default.
 *
 * @param root The workspace's root folder.
 */
export function readEnv(root: string, source: Env = process.env): Env {
  const merged = { ...readLocal(join(root, '.env.local')), ...source };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

function readLocal(file: string): Env {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
