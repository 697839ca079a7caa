import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/** One `Idempotency-Key` of one caller on one route. */
export interface IdempotencyKey {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
}

export interface IdempotentRequest extends IdempotencyKey {
  /** Of the body, to tell a retry from another request. */
  readonly requestHash: string;
  /** After this a request that neither completed nor released its key is taken for dead. */
  readonly leaseMs: number;
}

export interface IdempotentResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export type IdempotencyClaim =
  /** The caller runs the request, then calls `complete` or `release`. */
  | { readonly outcome: 'claimed' }
  /** The same request is running. */
  | { readonly outcome: 'running' }
  /** The key was used for another request. */
  | { readonly outcome: 'mismatch' }
  /** The same request has been answered. */
  | { readonly outcome: 'completed'; readonly response: IdempotentResponse };

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
      const [row] = await sql<[IdempotencyRow]>`
        SELECT request_hash, state, status, headers, body FROM idempotency_keys
        WHERE principal = ${principal} AND route = ${route} AND key = ${key}`;
      if (row.requestHash !== requestHash) return { outcome: 'mismatch' };
      if (row.state === 'running') return { outcome: 'running' };
      return { outcome: 'completed', response: row };
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

interface IdempotencyRow extends IdempotentResponse {
  readonly requestHash: string;
  readonly state: 'running' | 'completed';
}
