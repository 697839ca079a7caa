import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { DatabaseUnavailableError } from './errors.ts';
import { withTypedErrors } from './translate-error.ts';

/** The driver's client with the types that we add: int8 as number, times as RFC 3339 text. */
export type Sql = postgres.Sql<{ bigint: number }>;

/** What a reader needs: a database, or a transaction whose writes it shall see. */
export interface Source {
  readonly sql: postgres.ISql<{ bigint: number }>;
}

/** What a writer needs. Only `Database.transaction` and `Database.autocommit` make one. */
export class Transaction implements Source {
  /** Private, so that another Source is not taken for one. */
  readonly #sql: Source['sql'];

  constructor(sql: Source['sql']) {
    this.#sql = sql;
  }

  get sql(): Source['sql'] {
    return this.#sql;
  }
}

/**
 * Of two transactions that wait for each other, or cannot both have come first, Postgres ends one;
 * done again, it goes through (Postgres manual, 13.5 "Serialization Failure Handling").
 */
const LOST_TO_ANOTHER = new Set(['40P01', '40001']);
const MAX_ATTEMPTS = 3;
/** Before the next attempt, by chance less, so that the two do not meet again. */
const LONGEST_PAUSE_MS = 20;

/** A pool of connections to one database. */
export class Database implements Source {
  readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. It is run
   * again where Postgres ended it in favour of another transaction, so it must leave nothing behind
   * but what it writes. Whoever locks rows locks the diary first, then its entries by id; what waits
   * in a circle all the same costs a second.
   * Keep it short and never wait for the network or a second connection in it: embedded Postgres
   * has one session, which the transaction holds.
   * @throws {DatabaseUnavailableError} and the other errors of ./errors.ts
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#untilItGoesThrough(() => this.#begin('', work));
  }

  /**
   * Runs `write`, which must be one statement: that is a transaction of its own, without the round
   * trips of BEGIN and COMMIT. It is run again as a transaction is.
   * @throws {DatabaseUnavailableError} and the other errors of ./errors.ts
   */
  async autocommit<T>(write: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#untilItGoesThrough(() => withTypedErrors(() => write(new Transaction(this.sql))));
  }

  /**
   * Runs `work`, once, on the database as it is at one moment; it can write nothing.
   * @throws {DatabaseUnavailableError}
   */
  async snapshot<T>(work: (source: Source) => Promise<T>): Promise<T> {
    return this.#begin('isolation level repeatable read read only', work);
  }

  async #untilItGoesThrough<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        const lost = error instanceof DatabaseUnavailableError && LOST_TO_ANOTHER.has(error.code);
        if (!lost || attempt === MAX_ATTEMPTS) throw error;
        await sleep(Math.random() * LONGEST_PAUSE_MS);
      }
    }
  }

  async #begin<T>(mode: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return withTypedErrors(
      () => this.sql.begin(mode, (sql) => work(new Transaction(sql))) as Promise<T>,
    );
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
