import type { FindAgentKey } from '@moltnet/auth';
import { isScope } from '@moltnet/contract';
import { accessKeyReader, type Source } from '@moltnet/database';
import { parseAgentKeySecret, sameDigest } from './secret.ts';

/** For the token verifier: who calls with an agent key, as its agent is now. */
export function createFindAgentKey(db: Source): FindAgentKey {
  return async (text) => {
    const presented = parseAgentKeySecret(text);
    if (presented === null) return null;
    const key = await accessKeyReader(db).live(presented.id);
    if (key === undefined || !sameDigest(presented.secretHash, key.secretHash)) return null;
    const { id, identityId, publicKey, fingerprint, teamId, expiresAt } = key;
    const binding = {
      type: 'agent_key',
      keyId: id,
      ...(teamId === null ? {} : { teamId }),
      expiresAt,
    } as const;
    return {
      principal: {
        kind: 'agent',
        identityId,
        publicKey,
        fingerprint,
        scopes: key.scopes.filter(isScope),
        credential: binding,
      },
      expiresAt,
    };
  };
}
