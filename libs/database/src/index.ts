export { connect, type ConnectOptions } from './connection/connect.ts';
export { formatHalfvec, parseHalfvec } from './connection/column-types.ts';
export { Database, Transaction, type Source } from './connection/database.ts';
export {
  DatabaseUnavailableError,
  ForeignKeyViolation,
  UniqueViolation,
  UnstorableTextError,
} from './connection/errors.ts';
export { translateError, withTypedErrors } from './connection/translate-error.ts';
export {
  DatabaseNewerError,
  MigrationAlteredError,
  MigrationError,
  MigrationFailedError,
} from './migrations/errors.ts';
export { migrate, type MigrateOptions, type MigrationLogger } from './migrations/migrate.ts';
export type { RelationTuple } from './schema/delivery.ts';
