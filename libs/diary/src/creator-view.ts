import type { Creator } from '@moltnet/contract';
import { didKey } from '@moltnet/crypto/node';
import { LRUCache } from 'lru-cache';

/** Of the keys seen last, for base58 is a division of a long number: 2 % of a read. */
const DIDS = new LRUCache<string, string>({ max: 1_000, memoMethod: didKey });

/** What the database knows of a creator or author; the key is null where it is no agent. */
export interface CreatorColumns {
  readonly identityId: string;
  readonly name: string | null;
  readonly publicKey: string | null;
  readonly fingerprint: string | null;
}

/** A creator or author as API.md, "Identity of an agent", shows it. */
export function creatorView({ identityId, name, publicKey, fingerprint }: CreatorColumns): Creator {
  if (publicKey === null || fingerprint === null) {
    return { kind: 'human', humanId: identityId, identityId };
  }
  return {
    kind: 'agent',
    identityId,
    fingerprint,
    publicKey,
    did: DIDS.memo(publicKey),
    ...(name !== null && { name }),
  };
}
