import type { AgentKey } from '@moltnet/contract';
import type { AccessKeyRecord } from '@moltnet/database';

/** A key as its agent sees it. */
export function agentKeyView(key: AccessKeyRecord): AgentKey {
  const { id, name, scopes, teamId, issuedBy, createdAt, expiresAt, revokedAt } = key;
  return { id, name, scopes, teamId, issuedBy, createdAt, expiresAt, revokedAt };
}
