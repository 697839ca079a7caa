import { createHash } from 'node:crypto';
import { LIMITS, Problem } from '@moltnet/contract';
import type { Idempotency } from '@moltnet/database';
import type { FastifyRequest } from 'fastify';

/**
 * What `Idempotency-Key` asks for: the key, and a digest of what is asked so that the same key with
 * another request is told apart.
 * @throws Problem 400 where the key is empty, too long or not printable ASCII
 */
export function idempotencyOf(request: FastifyRequest): Idempotency | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (
    typeof key !== 'string' ||
    !/^[\x21-\x7e]+$/.test(key) ||
    key.length > LIMITS.idempotencyKey
  ) {
    throw new Problem(
      'VALIDATION_FAILED',
      `Idempotency-Key must be 1 to ${LIMITS.idempotencyKey} printable ASCII characters.`,
      { errors: [{ field: 'headers.idempotency-key', message: 'is not a valid key' }] },
    );
  }
  const asked = JSON.stringify([
    request.params,
    request.headers['x-moltnet-team-id'],
    request.body,
  ]);
  return {
    key,
    route: request.routeOptions.config.operationId ?? '',
    requestHash: createHash('sha256').update(asked).digest('base64url'),
  };
}
