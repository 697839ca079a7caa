import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MigrationError } from './errors.ts';

/** One file of the migrations folder. */
export interface MigrationFile {
  /** From the name: 3 of `0003_diaries_and_entries.sql`. */
  readonly number: number;
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text with LF line ends, hex. */
  readonly checksum: string;
  /** The file says `-- no-transaction`: for CREATE INDEX CONCURRENTLY. */
  readonly transactional: boolean;
}

/** drizzle/ at the root of the repository, or beside a bundled program. */
export const DEFAULT_DIRECTORY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../../drizzle' : './drizzle', import.meta.url),
);

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;
const NO_TRANSACTION = /^-- no-transaction\b/m;

/**
 * The migrations in `directory`, in order.
 * @throws {MigrationError} when a name is malformed or two files have one number; numbers may be
 *   left out, so that work done side by side does not have to agree on the next one
 */
export async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const numbers = new Set<number>();
  return Promise.all(
    names.map(async (fileName) => {
      const number = Number(FILE_NAME.exec(fileName)?.[1]);
      if (Number.isNaN(number) || numbers.has(number)) {
        throw new MigrationError(`Migration ${fileName} needs a number of its own: rename it.`);
      }
      numbers.add(number);
      const sql = (await readFile(join(directory, fileName), 'utf8')).replaceAll('\r\n', '\n');
      return {
        number,
        name: fileName.slice(0, -'.sql'.length),
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
        transactional: !NO_TRANSACTION.test(sql),
      };
    }),
  );
}
