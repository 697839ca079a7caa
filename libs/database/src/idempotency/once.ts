import { LIMITS, Problem } from '@moltnet/contract';
import type { Transaction } from '../connection/database.ts';
import { idempotencyWriter } from './idempotency-writer.ts';

/** What a caller's `Idempotency-Key` asks for. */
export interface Idempotency {
  readonly key: string;
  /** Operation id: the same key on another route is another key. */
  readonly route: string;
  /** Digest of what is asked. */
  readonly requestHash: string;
  /** Where the result holds a secret: how it is kept, so that the database alone does not tell it. */
  readonly sealing?: ResultSealing;
}

export interface ResultSealing {
  seal(result: string): string;
  /** `null` for what was sealed otherwise. */
  unseal(sealed: string): string | null;
}

const KEEP_MS = LIMITS.idempotencyHours * 3_600_000;

/**
 * Creates something at most once per key: the result is kept in the transaction that creates it, so
 * that it is there exactly when the thing is, whatever crashes. Two at once: the second waits for
 * the first and gets its result.
 * @param create - makes the thing and returns what the caller is answered, plain JSON
 * @throws Problem 409 where the key was used for another request
 */
export async function once<T>(
  tx: Transaction,
  principalId: string,
  idempotency: Idempotency | undefined,
  create: () => Promise<T>,
): Promise<T> {
  if (!idempotency) return create();
  const request = { principal: principalId, ...idempotency };
  const writer = idempotencyWriter(tx);
  const claim = await writer.claim({ ...request, leaseMs: KEEP_MS });
  switch (claim.outcome) {
    case 'claimed': {
      const result = await create();
      const text = JSON.stringify(result);
      const body = idempotency.sealing?.seal(text) ?? text;
      const response = { status: 201, headers: {}, body };
      await writer.complete(request, response, KEEP_MS);
      return result;
    }
    case 'completed':
      return JSON.parse(opened(claim.response.body, idempotency)) as T;
    case 'mismatch':
      throw new Problem('CONFLICT', 'This Idempotency-Key was used for another request.');
    case 'running':
      throw new Problem('CONFLICT', 'The same request is being carried out.', { retryAfter: 1 });
  }
}

function opened(body: string, { sealing }: Idempotency): string {
  const text = sealing === undefined ? body : sealing.unseal(body);
  if (text !== null) return text;
  // What seals has been changed since.
  throw new Problem('CONFLICT', 'What this Idempotency-Key made cannot be shown again.');
}
