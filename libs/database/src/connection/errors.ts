/** The database cannot be reached or did not answer in time. The API answers 503 to it. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(`The database is unavailable (${code}).`, { cause });
    this.code = code;
  }
}

/** A row with the same unique key exists. `constraint` is the name in drizzle/. */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation';
  readonly constraint: string;

  constructor(constraint: string, cause: unknown) {
    super(`A row with the same key exists (${constraint}).`, { cause });
    this.constraint = constraint;
  }
}

/** The row that another one points to does not exist, for example a diary deleted meanwhile. */
export class ForeignKeyViolation extends Error {
  override readonly name = 'ForeignKeyViolation';
  readonly constraint: string;

  constructor(constraint: string, cause: unknown) {
    super(`A referenced row does not exist (${constraint}).`, { cause });
    this.constraint = constraint;
  }
}

/** Text that Postgres cannot hold: U+0000, or half of a surrogate pair. */
export class UnstorableTextError extends Error {
  override readonly name = 'UnstorableTextError';

  constructor(cause: unknown) {
    super('The text holds a character that cannot be stored.', { cause });
  }
}
