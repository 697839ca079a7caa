import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';

const NAMES = [
  'ORY_API_KEY',
  'ORY_WEBHOOK_API_KEY',
  'ORY_LOCAL_SYSTEM_SECRET',
  'OIDC_PAIRWISE_SALT',
] as const;
export type Secrets = Readonly<Record<(typeof NAMES)[number], string>>;

/**
 * The secrets that the processes of one network share, made on the first start and kept in
 * `secrets.json` (mode 0600). Written beside its place and linked there when it is on disk, so a
 * start that was killed leaves a whole file or none.
 *
 * @param home Folder of all state; it exists.
 * @throws StartError when the file is there and does not hold them.
 */
export function readSecrets(home: string): Secrets {
  const file = join(home, 'secrets.json');
  return parse(file, readIfThere(file) ?? make(file));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartError(
      `${file} cannot be read (${(error as Error).message}): restore it from a backup.`,
    );
  }
}

function make(file: string): string {
  const draft = `${file}.${process.pid}`;
  const text = `${JSON.stringify(
    Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString('base64url')])),
    null,
    2,
  )}\n`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  linkSync(draft, file);
  rmSync(draft);
  return text;
}

function parse(file: string, text: string): Secrets {
  const damaged = new StartError(
    `${file} is damaged: restore it from a backup. Without it the stored identities cannot be opened; to begin anew move its folder away.`,
  );
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged;
  }
  if (typeof content !== 'object' || content === null) throw damaged;
  const values = content as Record<string, unknown>;
  const entries = NAMES.map((name) => [name, values[name]] as const);
  if (entries.some(([, value]) => typeof value !== 'string' || value.length < 32)) throw damaged;
  return Object.fromEntries(entries) as Secrets;
}
