import type postgres from 'postgres';
import { DatabaseNewerError, MigrationAlteredError } from './errors.ts';
import type { MigrationFile } from './files.ts';

/** A migration that the database has. */
interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

export async function createLedger(sql: postgres.ISql): Promise<void> {
  await sql`
    CREATE TABLE IF NOT EXISTS schema_migrations (
      number     integer PRIMARY KEY,
      name       text NOT NULL,
      checksum   text NOT NULL,
      applied_at timestamptz(6) NOT NULL DEFAULT now()
    )`;
}

/**
 * The files that the database does not have yet.
 * @throws {DatabaseNewerError | MigrationAlteredError} when it has others than these
 */
export async function pendingMigrations(
  sql: postgres.ISql,
  files: readonly MigrationFile[],
): Promise<MigrationFile[]> {
  const applied = await sql<AppliedMigration[]>`
    SELECT number, name, checksum FROM schema_migrations ORDER BY number`;
  const byNumber = new Map(files.map((file) => [file.number, file]));
  for (const migration of applied) {
    const file = byNumber.get(migration.number);
    if (!file) throw new DatabaseNewerError(migration.name);
    if (file.checksum !== migration.checksum) {
      throw new MigrationAlteredError(migration.name, file.name);
    }
  }
  const numbers = new Set(applied.map(({ number }) => number));
  return files.filter(({ number }) => !numbers.has(number));
}

export async function recordMigration(sql: postgres.ISql, file: MigrationFile): Promise<void> {
  await sql`
    INSERT INTO schema_migrations (number, name, checksum)
    VALUES (${file.number}, ${file.name}, ${file.checksum})
    ON CONFLICT (number) DO NOTHING`;
}
