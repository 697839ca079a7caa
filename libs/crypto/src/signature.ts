import { decodeBase64 } from './base64.ts';
import { CryptoInputError } from './crypto-input-error.ts';
import { decodePublicKey } from './public-key.ts';
import { isStrictPoint, isStrictScalar } from './strict-encoding.ts';

const SIGNATURE_BYTES = 64;
const HALF = 32;

/** What is left of a signature and key once both are strict: raw bytes, safe for any engine. */
export interface StrictSignature {
  publicKey: Uint8Array;
  signature: Uint8Array;
}

/**
 * Decodes a signature (88 characters of canonical base64) and the key it is checked against.
 * @returns undefined where RFC 8032 strictly read already says no: malformed or non-canonical
 * text or points, small-order key or R, S not below the group order.
 */
export function strictSignature(signature: string, publicKey: string): StrictSignature | undefined {
  try {
    const raw = decodeBase64(signature, SIGNATURE_BYTES, 'signature');
    if (!isStrictPoint(raw.subarray(0, HALF)) || !isStrictScalar(raw.subarray(HALF))) {
      return undefined;
    }
    return { publicKey: decodePublicKey(publicKey), signature: raw };
  } catch (error) {
    if (error instanceof CryptoInputError) return undefined;
    throw error;
  }
}
