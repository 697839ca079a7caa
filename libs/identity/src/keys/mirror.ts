import type { Identities, OAuth2Clients } from '@moltnet/auth';
import { agentReader, type Database } from '@moltnet/database';

export interface MirrorOptions {
  readonly db: Database;
  readonly identities: Pick<Identities, 'setKey'>;
  readonly clients: Pick<OAuth2Clients, 'setAgent'>;
}

/**
 * Writes the agent's present key to its identity and its OAuth2 client. It reads the key again
 * afterwards: of two that run at once, for one rotation after the other, the last to end has written
 * the newer.
 */
export async function mirrorKey(
  { db, identities, clients }: MirrorOptions,
  identityId: string,
): Promise<void> {
  const agents = agentReader(db);
  let agent = await agents.byIdentityId(identityId);
  for (let written: string | undefined; agent && written !== agent.publicKey;) {
    const { publicKey, fingerprint, clientId } = agent;
    await identities.setKey(identityId, { publicKey, fingerprint });
    if (clientId !== null) {
      await clients.setAgent(clientId, { id: identityId, publicKey, fingerprint });
    }
    written = publicKey;
    agent = await agents.byIdentityId(identityId);
  }
}
