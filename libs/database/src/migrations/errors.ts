/** A migration cannot be run. The message is one line that says what to do. */
export class MigrationError extends Error {
  override readonly name: string = 'MigrationError';
}

/** The database has been migrated by a newer version of the code than this one. */
export class DatabaseNewerError extends MigrationError {
  override readonly name = 'DatabaseNewerError';

  constructor(migration: string) {
    super(
      `The database has migration ${migration}, which this version does not know: start the version that made it, or a newer one.`,
    );
  }
}

/** A migration that has been applied is not the one in the folder any more. */
export class MigrationAlteredError extends MigrationError {
  override readonly name = 'MigrationAlteredError';

  constructor(applied: string, found: string) {
    super(
      `Migration ${applied} was applied with other content than ${found} has now: restore the file and put the change into a new one.`,
    );
  }
}

/** A migration's SQL failed; nothing of it remains, unless it is a `-- no-transaction` one. */
export class MigrationFailedError extends MigrationError {
  override readonly name = 'MigrationFailedError';

  constructor(migration: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Migration ${migration} failed: ${reason}`, { cause });
  }
}
