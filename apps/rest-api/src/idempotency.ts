import { createHash, createHmac } from 'node:crypto';
import { seal, sealingKey, unseal } from '@moltnet/auth';
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

/**
 * The same for what answers with a secret. Neither the key nor the answer is kept as it is: the key
 * as an HMAC, the answer sealed under a key that is derived from the client's and from `secret`
 * (docs/decisions/028-a-repeat-gets-the-secret-again.md).
 */
export function sealedIdempotencyOf(
  request: FastifyRequest,
  secret: Uint8Array,
): Idempotency | undefined {
  const asked = idempotencyOf(request);
  if (asked === undefined) return undefined;
  const caller = request.principal?.identityId ?? '';
  const presented = JSON.stringify([caller, asked.route, asked.key]);
  const key = createHmac('sha256', secret).update(presented).digest('base64url');
  const sealedBy = sealingKey(presented, secret, 'idempotent answer');
  return {
    ...asked,
    key,
    sealing: {
      seal: (result) => seal(sealedBy, result, key),
      unseal: (sealed) => unseal(sealedBy, sealed, key),
    },
  };
}
