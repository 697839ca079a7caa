import type { Transaction } from '../connection/database.ts';
import { resultOf } from './first-result.ts';
import { type Idempotency, KEEP_MS } from './idempotency.ts';
import { idempotencyWriter } from './idempotency-writer.ts';

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
  if (claim.outcome !== 'claimed') return resultOf(claim, idempotency) as T;
  const result = await create();
  const text = JSON.stringify(result);
  const body = idempotency.sealing?.seal(text) ?? text;
  await writer.complete(request, { status: 201, headers: {}, body }, KEEP_MS);
  return result;
}
