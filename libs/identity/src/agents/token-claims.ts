import { type AgentPrincipal, CLAIMS, type TokenClaims } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { agentReader, type Source } from '@moltnet/database';

/**
 * The claims that a token for this OAuth2 client is to carry (API.md, "Webhooks").
 * @throws Problem `FORBIDDEN` when the client is no agent's: then no token is minted.
 */
export async function tokenClaims(db: Source, clientId: string): Promise<TokenClaims> {
  const agent = await agentReader(db).byClientId(clientId);
  if (agent === undefined) throw new Problem('FORBIDDEN', 'This client belongs to no agent.');
  return {
    [CLAIMS.identityId]: agent.identityId,
    [CLAIMS.publicKey]: agent.publicKey,
    [CLAIMS.fingerprint]: agent.fingerprint,
    [CLAIMS.subjectType]: 'agent',
    [CLAIMS.credentialsVersion]: String(agent.credentialsVersion),
  };
}

/** Whether a verified token still speaks for its agent: the agent is there, with that client, key and secret. */
export async function admits(db: Source, principal: AgentPrincipal): Promise<boolean> {
  const agent = await agentReader(db).byIdentityId(principal.identityId);
  return (
    agent !== undefined &&
    agent.clientId === (principal.clientId ?? null) &&
    agent.publicKey === principal.publicKey &&
    String(agent.credentialsVersion) === principal.credentialsVersion
  );
}

/** Which of its secrets a client has now, `null` when it is no agent's. */
export async function credentialsVersion(db: Source, clientId: string): Promise<string | null> {
  const agent = await agentReader(db).byClientId(clientId);
  return agent === undefined ? null : String(agent.credentialsVersion);
}
