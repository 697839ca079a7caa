import postgres from 'postgres';
import { withTypedErrors } from '../connection/translate-error.ts';
import { MigrationFailedError } from './errors.ts';
import { DEFAULT_DIRECTORY, readMigrations, type MigrationFile } from './files.ts';
import { createLedger, pendingMigrations, recordMigration } from './ledger.ts';
import { inLockedSession, inLockedTransaction } from './lock.ts';

/** What a Pino logger is, as far as the runner needs it. */
export interface MigrationLogger {
  info(fields: object, message: string): void;
}

export interface MigrateOptions {
  readonly logger?: MigrationLogger;
  /** The folder of the SQL files. Default: drizzle/ at the root of the repository. */
  readonly directory?: string;
}

/** A schema change that waits longer for its tables would queue all traffic behind it. */
const LOCK_TIMEOUT = '15s';

/**
 * Brings the database at `url` to the newest migration, each file in a transaction of its own.
 * Two runners at once are safe: one waits, then finds the work done.
 * @returns the names of the migrations that this call applied
 * @throws {MigrationError} with a one-line message; DatabaseNewerError, MigrationAlteredError and
 *   MigrationFailedError are its kinds
 * @throws {DatabaseUnavailableError}
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrations(options.directory ?? DEFAULT_DIRECTORY);
  const sql = postgres(url, {
    max: 1,
    connection: { application_name: 'moltnet-migrate', statement_timeout: 0 },
    onnotice: () => undefined,
  });
  try {
    return await withTypedErrors(() => applyPending(sql, files, options.logger));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function applyPending(
  sql: postgres.Sql,
  files: readonly MigrationFile[],
  logger: MigrationLogger | undefined,
): Promise<string[]> {
  await inLockedTransaction(sql, createLedger);
  const applied: string[] = [];
  for (const file of await pendingMigrations(sql, files)) {
    const startedAt = performance.now();
    const ran = file.transactional
      ? await applyInTransaction(sql, files, file)
      : await applyStatements(sql, files, file);
    if (!ran) continue;
    const milliseconds = Math.round(performance.now() - startedAt);
    logger?.info({ migration: file.name, milliseconds }, 'migration applied');
    applied.push(file.name);
  }
  return applied;
}

async function applyInTransaction(
  sql: postgres.Sql,
  files: readonly MigrationFile[],
  file: MigrationFile,
): Promise<boolean> {
  return inLockedTransaction(sql, async (tx) => {
    if (!(await isPending(tx, files, file))) return false;
    await tx`SELECT set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`;
    await run(tx, file.sql, file);
    await recordMigration(tx, file);
    return true;
  });
}

/**
 * Statements that Postgres refuses inside a transaction, one by one. The lock has to be the
 * session's. Embedded Postgres has one session, so there both runners get it; for that, and for a
 * crash between two statements, such a file must be repeatable: `DROP INDEX CONCURRENTLY IF
 * EXISTS` (a failed build leaves an invalid index), then `CREATE INDEX CONCURRENTLY IF NOT EXISTS`.
 */
async function applyStatements(
  sql: postgres.Sql,
  files: readonly MigrationFile[],
  file: MigrationFile,
): Promise<boolean> {
  return inLockedSession(sql, async (session) => {
    if (!(await isPending(session, files, file))) return false;
    for (const statement of file.sql.split(/;[ \t]*(?:\n|$)/)) {
      if (statement.trim() !== '') await run(session, statement, file);
    }
    await recordMigration(session, file);
    return true;
  });
}

/** Asked again under the lock: another runner may have applied it while this one waited. */
async function isPending(
  sql: postgres.ISql,
  files: readonly MigrationFile[],
  file: MigrationFile,
): Promise<boolean> {
  const pending = await pendingMigrations(sql, files);
  return pending.some(({ number }) => number === file.number);
}

async function run(sql: postgres.ISql, statements: string, file: MigrationFile): Promise<void> {
  try {
    await sql.unsafe(statements).simple();
  } catch (error) {
    throw new MigrationFailedError(file.name, error);
  }
}
