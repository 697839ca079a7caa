import type { Principal } from '@moltnet/auth';
import type { AgentKey } from '@moltnet/contract';
import { accessKeyWriter, type Database } from '@moltnet/database';
import type { OnCredentialsEnded } from '../credentials/replace-secret.ts';
import { agentKeyView } from './agent-key-view.ts';
import { requireKey } from './require-key.ts';

/**
 * Ends a key and every key that was issued by it: here at once, elsewhere within 5 s. What is over
 * stays over.
 * @throws Problem `NOT_FOUND`
 */
export async function revokeAgentKey(
  { db, onCredentialsEnded }: { db: Database; onCredentialsEnded: OnCredentialsEnded },
  principal: Principal,
  id: string,
): Promise<AgentKey> {
  const { identityId } = await requireKey(db, principal, id);
  const key = await db.transaction(async (tx) => {
    await accessKeyWriter(tx).revoke(id);
    return requireKey(tx, principal, id);
  });
  await onCredentialsEnded({ identityId, clientId: null });
  return agentKeyView(key);
}
