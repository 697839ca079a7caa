import postgres from 'postgres';
import { parseTimestamp, TYPE_ID } from './column-types.ts';
import { Database, type Sql } from './database.ts';

export interface ConnectOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Most connections at once. Default 10. */
  readonly max?: number;
  /** A statement that runs longer is cancelled. Default 30,000 ms. Embedded Postgres cannot. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection. Default 10 s. */
  readonly connectTimeoutSeconds?: number;
}

/**
 * A pool on the Postgres at `url`. Connections are opened when first used.
 * Columns come in camelCase; `timestamptz` as RFC 3339 text in UTC with six digits of fraction,
 * `int8` as number.
 */
export function connect(url: string, options: ConnectOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const sql: Sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: options.connectTimeoutSeconds ?? 10,
    // Half a minute of idleness returns the connections that a burst opened.
    idle_timeout: 30,
    connection: {
      application_name: options.applicationName,
      TimeZone: 'UTC',
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs,
    },
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: {
      bigint: {
        to: TYPE_ID.int8,
        from: [TYPE_ID.int8],
        serialize: String,
        parse: Number,
      },
      // The driver's own go through Date, which has no microseconds.
      timestamptz: {
        to: TYPE_ID.timestamptz,
        from: [TYPE_ID.timestamptz],
        serialize: String,
        parse: parseTimestamp,
      },
      // Text is taken as JSON that somebody has already made; the driver's own would quote it again.
      json: {
        to: TYPE_ID.jsonb,
        from: [TYPE_ID.json, TYPE_ID.jsonb],
        serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
        parse: (text: string): unknown => JSON.parse(text),
      },
    },
    onnotice: () => undefined,
  });
  return new Database(sql);
}
