import { Problem } from '@moltnet/contract';
import type { Source } from '../connection/database.ts';
import type { Idempotency } from './idempotency.ts';
import { idempotencyReader } from './idempotency-reader.ts';
import type { IdempotencyAnswer } from './idempotency-reader.ts';

/**
 * What the first request under the key was answered; undefined where none is known.
 * @throws Problem 409 where the key was used for another request
 */
export async function firstResult(
  source: Source,
  principalId: string,
  idempotency: Idempotency,
): Promise<unknown> {
  const answer = await idempotencyReader(source).answer({ principal: principalId, ...idempotency });
  return answer && resultOf(answer, idempotency);
}

/** @throws Problem 409 where the answer is none to this request */
export function resultOf(answer: IdempotencyAnswer, idempotency: Idempotency): unknown {
  switch (answer.outcome) {
    case 'completed':
      return JSON.parse(opened(answer.response.body, idempotency));
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
