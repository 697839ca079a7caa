import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/** One `Idempotency-Key` of one caller on one route. */
export interface IdempotencyKey {
  readonly principal: string;
  readonly route: string;
  readonly key: string;
}

export interface IdempotentResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What a key that was used before answers a request. */
export type IdempotencyAnswer =
  /** The same request is running. */
  | { readonly outcome: 'running' }
  /** The key was used for another request. */
  | { readonly outcome: 'mismatch' }
  /** The same request has been answered. */
  | { readonly outcome: 'completed'; readonly response: IdempotentResponse };

export function idempotencyReader({ sql }: Source) {
  return typedErrors({
    /**
     * Undefined where the key was not used, or so long ago that it is anyone's again.
     * @param requestHash - of the body, to tell a retry from another request
     */
    async answer({
      principal,
      route,
      key,
      requestHash,
    }: IdempotencyKey & { readonly requestHash: string }): Promise<IdempotencyAnswer | undefined> {
      const [row] = await sql<IdempotencyRow[]>`
        SELECT request_hash, state, status, headers, body FROM idempotency_keys
        WHERE principal = ${principal} AND route = ${route} AND key = ${key}
          AND expires_at > clock_timestamp()`;
      if (!row) return undefined;
      if (row.requestHash !== requestHash) return { outcome: 'mismatch' };
      if (row.state === 'running') return { outcome: 'running' };
      return { outcome: 'completed', response: row };
    },
  });
}

interface IdempotencyRow extends IdempotentResponse {
  readonly requestHash: string;
  readonly state: 'running' | 'completed';
}
