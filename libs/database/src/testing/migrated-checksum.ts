import { createHash } from 'node:crypto';
import { DEFAULT_DIRECTORY, readMigrations } from '../migrations/files.ts';

/** Sixteen characters that are others once a migration is: names what has been migrated once for many. */
export async function migratedChecksum(...also: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const each of also) hash.update(each);
  for (const { checksum } of await readMigrations(DEFAULT_DIRECTORY)) hash.update(checksum);
  return hash.digest('hex').slice(0, 16);
}
