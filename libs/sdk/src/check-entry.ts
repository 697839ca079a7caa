import type { Entry, EntryVerification } from '@moltnet/contract';
import {
  contentHash,
  entrySigningBytesV2,
  fingerprint,
  signingInputV1,
  verify,
} from '@moltnet/crypto';

/** What this machine itself found out about an entry. */
export interface EntryCheck {
  /** The content hash, recomputed. */
  contentHash: string;
  /** Whether it is the one the entry carries. */
  hashMatches: boolean;
  /** Whether the signature verifies over the recomputed hash; undefined when there is none. */
  signatureValid: boolean | undefined;
}

/**
 * Verifies an entry without trusting the server that returned it: the hash is recomputed from the
 * content, the signature verified over that hash. What remains to be trusted, or compared with
 * what one knows, is that `verification.publicKey` is the author's.
 */
export function checkEntry(entry: Entry, verification: EntryVerification): EntryCheck {
  const recomputed = contentHash(entry);
  return {
    contentHash: recomputed,
    hashMatches: recomputed === entry.contentHash,
    signatureValid: verification.signed
      ? signatureHolds(entry.diaryId, recomputed, verification)
      : undefined,
  };
}

function signatureHolds(diaryId: string, hash: string, verification: EntryVerification): boolean {
  const { scheme, publicKey, statement, agentFingerprint } = verification;
  if (publicKey === null || statement === null) return false;
  const bytes =
    scheme === 'v2'
      ? statement.createdAt !== null &&
        entrySigningBytesV2({
          diaryId,
          publicKey,
          contentHash: hash,
          createdAt: statement.createdAt,
          nonce: statement.nonce,
          ...(statement.prev !== null && { prev: statement.prev }),
        })
      : signingInputV1(hash, statement.nonce);
  return (
    bytes !== false &&
    verify(bytes, statement.value, publicKey) &&
    fingerprint(publicKey) === agentFingerprint
  );
}
