// What brings a database up to date, without the rest: loading Drizzle takes half a second.
export { DatabaseUnavailableError } from '../connection/errors.ts';
export { MigrationError } from './errors.ts';
export { migrate } from './migrate.ts';
