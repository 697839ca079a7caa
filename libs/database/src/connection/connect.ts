import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from '../schema/index.ts';
import { ARRAY_TYPE_IDS, parseTimestamp, TYPE_ID } from './column-types.ts';
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
    },
    onnotice: () => undefined,
  });
  const orm = drizzle({ client: sql, schema });
  setColumnTypes(sql);
  return new Database(sql, orm);
}

/**
 * Drizzle replaces the client's own handling of times and JSON when it is given the client, so
 * ours is set afterwards. JSON that Drizzle has already made text of passes through. The driver
 * knows how to read and write arrays, but asks only where nobody has set anything.
 */
function setColumnTypes(sql: Sql): void {
  const { parsers, serializers } = sql.options;
  parsers[TYPE_ID.timestamptz] = parseTimestamp;
  for (const type of [TYPE_ID.json, TYPE_ID.jsonb]) {
    serializers[type] = (value: unknown) =>
      typeof value === 'string' ? value : JSON.stringify(value);
  }
  for (const type of ARRAY_TYPE_IDS) {
    delete parsers[type];
    delete serializers[type];
  }
}
