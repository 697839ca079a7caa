import type { Principal } from '@moltnet/auth';
import { type EntryVerification, LIMITS } from '@moltnet/contract';
import { contentHash, fingerprint } from '@moltnet/crypto/node';
import {
  type Database,
  type EntryRecord,
  type EntrySignatureRecord,
  agentReader,
  entryOriginReader,
  entrySignatureReader,
} from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireEntry } from './require-entry.ts';
import { verifies } from './signature.ts';

const SKEW_MS = LIMITS.signatureSkewSeconds * 1_000;

/**
 * Whether the key was the author's when it signed. The author's clock, which says when that was, may
 * be as far off as a signature may be.
 */
async function keyWasValid(db: Database, signature: EntrySignatureRecord): Promise<boolean> {
  const key = await agentReader(db).key(signature.publicKey);
  if (key?.identityId !== signature.authorId) return false;
  const signedAt = Date.parse(signature.signedAt);
  if (signedAt < Date.parse(key.validFrom) - SKEW_MS) return false;
  return key.validUntil === null || signedAt < Date.parse(key.validUntil) + SKEW_MS;
}

function recomputedHash({ content, title, tags, entryType }: EntryRecord): string {
  return contentHash({ content, tags, entryType, ...(title !== null && { title }) });
}

/**
 * Recomputes the content hash and verifies the signature, with the key that the author had then.
 * @throws Problem 404 where the entry does not exist or may not be read
 */
export async function verifyEntry(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
): Promise<EntryVerification> {
  const { entry } = await requireEntry(deps, principal, 'read', entryId);
  const hashMatches = recomputedHash(entry) === entry.contentHash;
  const signature = await entrySignatureReader(deps.db).get(entry.id);
  const imported = await entryOriginReader(deps.db).get(entry.id);
  const signatureValid =
    signature !== undefined &&
    (await keyWasValid(deps.db, signature)) &&
    verifies(signature, { diaryId: entry.diaryId, contentHash: entry.contentHash });
  return {
    signed: signature !== undefined,
    hashMatches,
    signatureValid,
    valid: hashMatches && signatureValid,
    contentHash: entry.contentHash,
    agentFingerprint: signature ? fingerprint(signature.publicKey) : null,
    scheme: signature?.scheme ?? null,
    signedAt: signature?.signedAt ?? null,
    publicKey: signature?.publicKey ?? null,
    statement: signature
      ? {
          nonce: signature.nonce,
          createdAt: signature.createdAtText,
          prev: signature.prev,
          value: signature.value,
        }
      : null,
    ...(imported && { origin: imported.origin }),
  };
}
