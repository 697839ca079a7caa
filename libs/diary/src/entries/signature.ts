import { LIMITS, Problem, type SignatureScheme, type SignatureV2 } from '@moltnet/contract';
import { entrySigningBytesV2, signingInputV1, verify } from '@moltnet/crypto/node';

/** A signature over an entry, with all that is needed to verify it again. */
export interface EntrySignature {
  readonly scheme: SignatureScheme;
  readonly publicKey: string;
  readonly nonce: string;
  /** When it was signed: v1 the completion of the signing request, v2 the author's own time. */
  readonly signedAt: string;
  /** v2: `createdAt` exactly as the author signed it. */
  readonly createdAtText: string | null;
  readonly prev: string | null;
  /** Base64, 88 characters. */
  readonly value: string;
  readonly signingRequestId: string | null;
}

/** What a signature is over. */
export interface SignedContent {
  readonly diaryId: string;
  readonly contentHash: string;
}

/**
 * Whether the signature verifies over the content by its scheme (API.md, "Entries"): v1 signs the
 * content hash as a signing request's message; v2 states diary, author, hash and time.
 */
export function verifies(
  signature: EntrySignature,
  { diaryId, contentHash }: SignedContent,
): boolean {
  const { scheme, publicKey, nonce, createdAtText, prev, value } = signature;
  const bytes =
    scheme === 'v1'
      ? signingInputV1(contentHash, nonce)
      : entrySigningBytesV2({
          diaryId,
          publicKey,
          contentHash,
          createdAt: createdAtText ?? '',
          nonce,
          ...(prev !== null && { prev }),
        });
  return verify(bytes, value, publicKey);
}

/**
 * A v2 signature as its author sent it, verified.
 * @param now - the server's clock, ms since the epoch
 * @throws Problem 400 where `createdAt` is more than five minutes off or the signature is not good
 */
export function acceptV2(
  input: SignatureV2,
  publicKey: string,
  content: SignedContent,
  now: number,
): EntrySignature {
  const skew = Math.abs(Date.parse(input.createdAt) - now) / 1_000;
  if (!(skew <= LIMITS.signatureSkewSeconds)) {
    throw new Problem(
      'VALIDATION_FAILED',
      `signature.createdAt is more than ${LIMITS.signatureSkewSeconds / 60} minutes off the server's clock, which says ${new Date(now).toISOString()}.`,
      { errors: [{ field: 'body.signature.createdAt', message: 'is too far from now' }] },
    );
  }
  const signature: EntrySignature = {
    scheme: 'v2',
    publicKey,
    nonce: input.nonce,
    signedAt: input.createdAt,
    createdAtText: input.createdAt,
    prev: input.prev ?? null,
    value: input.value,
    signingRequestId: null,
  };
  if (verifies(signature, content)) return signature;
  throw new Problem(
    'INVALID_SIGNATURE',
    `signature.value does not verify with ${publicKey} for this diary, content hash (${content.contentHash}) and time.`,
  );
}
