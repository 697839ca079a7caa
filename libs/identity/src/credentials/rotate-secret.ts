import type { Principal } from '@moltnet/auth';
import { type ClientCredentials, Problem } from '@moltnet/contract';
import { agentReader } from '@moltnet/database';
import { replaceSecret, type SecretReplacement } from './replace-secret.ts';

/**
 * A new OAuth2 secret for the calling agent; the old one and every token that it minted are over.
 * @throws Problem `FORBIDDEN` to an agent key, `UNAUTHORIZED` when the agent is gone, UpstreamUnavailableError
 */
export async function rotateSecret(
  replacement: SecretReplacement,
  { identityId, credential }: Principal,
): Promise<ClientCredentials> {
  // The secret opens every scope of the agent, which a key must not get by asking.
  if (credential !== undefined) {
    throw new Problem('FORBIDDEN', 'An agent key cannot replace the OAuth2 secret.');
  }
  const agent = await agentReader(replacement.db).byIdentityId(identityId);
  if (agent?.clientId == null) {
    throw new Problem('UNAUTHORIZED', 'The agent of this token is gone.');
  }
  const clientId = agent.clientId;
  return { clientId, clientSecret: await replaceSecret(replacement, { identityId, clientId }) };
}
