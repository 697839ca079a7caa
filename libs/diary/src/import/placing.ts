import { createHash } from 'node:crypto';
import { type EntryOrigin, LIMITS } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto/node';
import type { AgentKeyRecord, EntryRecord, EntrySignatureRecord } from '@moltnet/database';
import { type Reading, Refusal } from './reading.ts';

const SKEW_MS = LIMITS.signatureSkewSeconds * 1_000;

/** What is known here of what a reading names. */
export interface Known {
  readonly diaryId: string;
  /** The server's clock, ms since the epoch. */
  readonly now: number;
  readonly entries: ReadonlyMap<string, Pick<EntryRecord, 'diaryId' | 'contentHash'>>;
  readonly digests: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, AgentKeyRecord>;
  /** By author and nonce, as `proofKey` says. */
  readonly proofs: ReadonlyMap<string, EntrySignatureRecord>;
}

/** What becomes of a reading. */
export type Placing =
  | { readonly kind: 'here-already' }
  /** The importer's own, unsigned, its origin noted. */
  | { readonly kind: 'own'; readonly digest: string }
  /** Its author's; `entryId` where the proof of it was never gone. */
  | { readonly kind: 'kept'; readonly authorId: string; readonly entryId?: string };

export const proofKey = (authorId: string, nonce: string): string => `${authorId} ${nonce}`;

/** What a reading is where it comes from: the same text from elsewhere is another one. */
export function digestOf(fields: Reading['fields'], { format, id }: EntryOrigin): string {
  const source = JSON.stringify([format, id ?? null, contentHash(fields)]);
  return createHash('sha256').update(source).digest('base64url');
}

/**
 * Decides what becomes of a reading (docs/decisions/045-an-import-forges-no-author.md). An author is
 * kept only by a v2 signature that verifies for this diary, with a key that is an agent's here: one
 * that is in use, or one whose very signature has been seen here before, because a key that was
 * replaced may be in other hands, and an import is not bound to the five minutes of a new entry.
 * @throws Refusal where the nonce of its signature has signed something else
 */
export function placingOf({ fields, origin, statement }: Reading, known: Known): Placing {
  const hash = contentHash(fields);
  const there = origin.id === undefined ? undefined : known.entries.get(origin.id);
  if (there?.diaryId === known.diaryId && there.contentHash === hash)
    return { kind: 'here-already' };
  const key = statement && known.keys.get(statement.publicKey);
  if (statement && key && origin.diaryId === known.diaryId) {
    const proof = known.proofs.get(proofKey(key.identityId, statement.nonce));
    if (proof) {
      if (proof.value !== statement.value) throw new Refusal('its nonce has signed another entry');
      return known.entries.has(proof.entryId)
        ? { kind: 'here-already' }
        : { kind: 'kept', authorId: key.identityId, entryId: proof.entryId };
    }
    if (isInUse(key, Date.parse(statement.signedAt), known.now)) {
      return { kind: 'kept', authorId: key.identityId };
    }
  }
  const digest = digestOf(fields, origin);
  return known.digests.has(digest) ? { kind: 'here-already' } : { kind: 'own', digest };
}

function isInUse(key: AgentKeyRecord, signedAt: number, now: number): boolean {
  return (
    key.validUntil === null &&
    signedAt >= Date.parse(key.validFrom) - SKEW_MS &&
    signedAt <= now + SKEW_MS
  );
}
