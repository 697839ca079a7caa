import type { Principal } from '@moltnet/auth';
import { LIMITS, type ListSigningRequestsQuery, type SigningRequest } from '@moltnet/contract';
import {
  type Database,
  signingRequestReader,
  type List,
  decodeCursor,
  pageView,
} from '@moltnet/database';
import { signingRequestView } from './signing-request-view.ts';

/** The agent's own signing requests, newest first. */
export async function listSigningRequests(
  db: Database,
  { identityId: agentId }: Principal,
  query: ListSigningRequestsQuery,
): Promise<List<SigningRequest>> {
  const { limit = LIMITS.page.default, cursor, offset, count, status: statuses } = query;
  const reader = signingRequestReader(db);
  const after = decodeCursor(cursor);
  const found = await reader.list({ agentId, statuses, after, offset, limit });
  const total = count ? await reader.count({ agentId, statuses }) : undefined;
  return { ...pageView(found, signingRequestView), ...(total !== undefined && { total }) };
}
