import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import {
  type IdempotencyAnswer,
  type IdempotencyKey,
  idempotencyReader,
  type IdempotentResponse,
} from './idempotency-reader.ts';

export interface IdempotentRequest extends IdempotencyKey {
  /** Of the body, to tell a retry from another request. */
  readonly requestHash: string;
  /** After this a request that neither completed nor released its key is taken for dead. */
  readonly leaseMs: number;
}

export type IdempotencyClaim =
  /** The caller runs the request, then calls `complete` or `release`. */
  { readonly outcome: 'claimed' } | IdempotencyAnswer;

/** Keeps the first answer to each Idempotency-Key. */
export function idempotencyWriter({ sql }: Transaction) {
  return typedErrors({
    async claim(request: IdempotentRequest): Promise<IdempotencyClaim> {
      const { principal, route, key, requestHash, leaseMs } = request;
      const claimed = await sql`
        INSERT INTO idempotency_keys AS k (principal, route, key, request_hash, expires_at)
        VALUES (${principal}, ${route}, ${key}, ${requestHash},
                clock_timestamp() + ${leaseMs} * interval '1 ms')
        ON CONFLICT (principal, route, key) DO UPDATE
          SET request_hash = excluded.request_hash, state = 'running', status = NULL,
              headers = NULL, body = NULL, expires_at = excluded.expires_at
          WHERE k.expires_at <= clock_timestamp()
        RETURNING 1`;
      if (claimed.length > 0) return { outcome: 'claimed' };
      // One that has expired since is as good as running: it is anyone's the next time.
      return (await idempotencyReader({ sql }).answer(request)) ?? { outcome: 'running' };
    },

    /** Keeps the answer for `keepMs`. */
    async complete(
      { principal, route, key }: IdempotencyKey,
      { status, headers, body }: IdempotentResponse,
      keepMs: number,
    ): Promise<void> {
      await sql`
        UPDATE idempotency_keys
        SET state = 'completed', status = ${status}, headers = ${sql.json(headers)},
            body = ${body}, expires_at = clock_timestamp() + ${keepMs} * interval '1 ms'
        WHERE principal = ${principal} AND route = ${route} AND key = ${key}`;
    },

    /** Gives the key back after a failure that a retry may mend. */
    async release({ principal, route, key }: IdempotencyKey): Promise<void> {
      await sql`
        DELETE FROM idempotency_keys
        WHERE principal = ${principal} AND route = ${route} AND key = ${key}
          AND state = 'running'`;
    },

    /** Deletes expired keys, at most `limit`; returns how many. */
    async sweep(limit: number): Promise<number> {
      const { count } = await sql`
        DELETE FROM idempotency_keys
        WHERE (principal, route, key) IN (
          SELECT principal, route, key FROM idempotency_keys
          WHERE expires_at <= clock_timestamp() LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
