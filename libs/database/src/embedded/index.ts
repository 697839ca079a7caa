export { EmbeddedPostgresError } from './errors.ts';
export { startEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from './start.ts';
