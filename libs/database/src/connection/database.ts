import type postgres from 'postgres';
import { withTypedErrors } from './translate-error.ts';

/** The driver's client with the types that we add: int8 as number, times as RFC 3339 text. */
export type Sql = postgres.Sql<{ bigint: number }>;
/** The same inside a transaction. */
export type TransactionSql = postgres.TransactionSql<{ bigint: number }>;

/** What a reader needs: a database, or a transaction whose writes it shall see. */
export interface Source {
  readonly sql: postgres.ISql<{ bigint: number }>;
}

/** What a writer needs. Only `Database.transaction` makes one. */
export class Transaction implements Source {
  readonly sql: TransactionSql;

  constructor(sql: TransactionSql) {
    this.sql = sql;
  }
}

/** A pool of connections to one database. */
export class Database implements Source {
  readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws.
   * Keep it short and never wait for the network or a second connection in it: embedded Postgres
   * has one session, which the transaction holds.
   * @throws {DatabaseUnavailableError} and the other errors of ./errors.ts
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return withTypedErrors(() => this.sql.begin((sql) => work(new Transaction(sql))) as Promise<T>);
  }

  /**
   * One round trip, for readiness.
   * @throws {DatabaseUnavailableError}
   */
  async ping(): Promise<void> {
    await withTypedErrors(async () => this.sql`SELECT 1`);
  }

  /** Lets running queries finish for up to five seconds, then closes every connection. */
  async close(): Promise<void> {
    await this.sql.end({ timeout: 5 });
  }
}
