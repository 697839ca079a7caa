import { randomUUID } from 'node:crypto';
import type { Principal } from '@moltnet/auth';
import { LIMITS, Problem, type SigningRequest } from '@moltnet/contract';
import { type Idempotency, once, type Database, signingRequestWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { signingRequestView } from './signing-request-view.ts';

/**
 * Prepares a message for signing; it can be completed for 300 seconds.
 * @throws Problem 429 where ten requests of the agent are pending, 409 for a reused idempotency key
 */
export async function createSigningRequest(
  db: Database,
  { identityId: agentId }: Principal,
  message: string,
  idempotency?: Idempotency,
): Promise<SigningRequest> {
  return db.transaction((tx) =>
    once(tx, agentId, idempotency, async () => {
      const record = await signingRequestWriter(tx).create({
        id: uuidv7(),
        agentId,
        message,
        nonce: randomUUID(),
        lifetimeSeconds: LIMITS.signingRequestSeconds,
        mostPending: LIMITS.pendingSigningRequests,
      });
      if (record) return signingRequestView(record);
      throw new Problem(
        'SIGNING_REQUEST_LIMIT_REACHED',
        `${LIMITS.pendingSigningRequests} signing requests are pending. Complete them, or wait until they expire.`,
        { retryAfter: LIMITS.signingRequestSeconds },
      );
    }),
  );
}
