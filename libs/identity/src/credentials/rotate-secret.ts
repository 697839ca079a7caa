import type { Principal } from '@moltnet/auth';
import { type ClientCredentials, Problem } from '@moltnet/contract';
import { agentReader } from '@moltnet/database';
import { replaceSecret, type SecretReplacement } from './replace-secret.ts';

/**
 * A new OAuth2 secret for the calling agent; the old one and every token that it minted are over.
 * @throws Problem `UNAUTHORIZED` when the agent is gone, UpstreamUnavailableError
 */
export async function rotateSecret(
  replacement: SecretReplacement,
  { identityId }: Principal,
): Promise<ClientCredentials> {
  const agent = await agentReader(replacement.db).byIdentityId(identityId);
  if (agent?.hydraClientId == null) {
    throw new Problem('UNAUTHORIZED', 'The agent of this token is gone.');
  }
  const clientId = agent.hydraClientId;
  return { clientId, clientSecret: await replaceSecret(replacement, { identityId, clientId }) };
}
