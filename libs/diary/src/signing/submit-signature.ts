import { type Principal, requireAgent } from '@moltnet/auth';
import { Problem, type SigningRequest } from '@moltnet/contract';
import { signingInputV1, verify } from '@moltnet/crypto/node';
import { type Database, type SigningRequestRecord, signingRequestWriter } from '@moltnet/database';
import { requireSigningRequest } from './get-request.ts';
import { signingRequestView } from './signing-request-view.ts';

function requirePending({ status }: SigningRequestRecord): void {
  if (status === 'expired') {
    throw new Problem('SIGNING_REQUEST_EXPIRED', 'It was not completed in time. Make a new one.');
  }
  if (status === 'completed') {
    throw new Problem('SIGNING_REQUEST_ALREADY_COMPLETED', 'It already has its signature.');
  }
}

/**
 * Completes a signing request. A signature that does not verify leaves it pending.
 * @throws Problem 404, 400 `INVALID_SIGNATURE`, 409 where it is completed or expired
 */
export async function submitSignature(
  db: Database,
  agent: Principal,
  requestId: string,
  signature: string,
): Promise<SigningRequest> {
  const row = await requireSigningRequest(db, agent, requestId);
  requirePending(row);
  if (!verify(signingInputV1(row.message, row.nonce), signature, requireAgent(agent).publicKey)) {
    throw new Problem(
      'INVALID_SIGNATURE',
      'The signature does not verify over signingInput with your key. The request is still pending.',
    );
  }
  const completed = await db.transaction((tx) =>
    signingRequestWriter(tx).complete(row.id, signature),
  );
  if (completed) return signingRequestView(completed);
  // Somebody was quicker, or its time ran out in between.
  requirePending(await requireSigningRequest(db, agent, requestId));
  throw new Problem('CONFLICT', 'The signing request changed at the same moment. Try again.');
}
