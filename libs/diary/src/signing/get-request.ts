import { notFound, type Principal } from '@moltnet/auth';
import type { SigningRequest } from '@moltnet/contract';
import { type Database, type SigningRequestRecord, signingRequestReader } from '@moltnet/database';
import { signingRequestView } from './signing-request-view.ts';

/** @throws Problem 404 where it does not exist or is another agent's */
export async function requireSigningRequest(
  db: Database,
  agent: Principal,
  requestId: string,
): Promise<SigningRequestRecord> {
  const record = await signingRequestReader(db).get(requestId);
  if (record?.agentId === agent.identityId) return record;
  throw notFound();
}

/** @throws Problem 404 where it does not exist or is another agent's */
export async function getSigningRequest(
  db: Database,
  agent: Principal,
  requestId: string,
): Promise<SigningRequest> {
  return signingRequestView(await requireSigningRequest(db, agent, requestId));
}
