import type { Principal } from '@moltnet/auth';
import { type IssuedAgentKey, Problem } from '@moltnet/contract';
import { accessKeyWriter, type Database } from '@moltnet/database';
import type { OnCredentialsEnded } from '../credentials/replace-secret.ts';
import { agentKeyView } from './agent-key-view.ts';
import { requireKey, requireScopes } from './require-key.ts';
import { newAgentKeySecret } from './secret.ts';

/**
 * A new secret for a key, which gets its whole time again but not beyond that of the key that issued
 * it or that rotates it; the old secret is over.
 * @throws Problem `NOT_FOUND`, `FORBIDDEN` for a key with more scopes than the caller, `CONFLICT`
 *   when the key is over
 */
export async function rotateAgentKey(
  { db, onCredentialsEnded }: { db: Database; onCredentialsEnded: OnCredentialsEnded },
  principal: Principal,
  id: string,
): Promise<IssuedAgentKey> {
  const { scopes, identityId } = await requireKey(db, principal, id);
  requireScopes(principal, scopes);
  const { secret, secretHash } = newAgentKeySecret(id);
  const notAfter = principal.credential?.expiresAt;
  const key = await db.transaction((tx) =>
    accessKeyWriter(tx).replaceSecret(id, secretHash, notAfter),
  );
  if (key === undefined) throw new Problem('CONFLICT', 'This key was revoked or has expired.');
  await onCredentialsEnded({ identityId, clientId: null });
  return { key: agentKeyView(key), secret };
}
