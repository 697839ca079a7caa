import { Point } from '@noble/ed25519';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { CryptoInputError } from './crypto-input-error.ts';
import { isStrictPoint } from './strict-encoding.ts';

const PREFIX = 'ed25519:';
const KEY_BYTES = 32;

/** Text form of a raw 32-byte Ed25519 public key: `ed25519:` and its base64. */
export function formatPublicKey(raw: Uint8Array): string {
  return PREFIX + encodeBase64(raw);
}

/**
 * The 32 bytes in `ed25519:<base64>`, unless they are malformed, non-canonical or of small order.
 * Leaves out the one dear question, whether the curve has such a point; verification answers it.
 * @throws CryptoInputError
 */
export function decodePublicKey(text: string): Uint8Array {
  if (!text.startsWith(PREFIX)) throw new CryptoInputError('publicKey must begin with ed25519:');
  const raw = decodeBase64(text.slice(PREFIX.length), KEY_BYTES, 'publicKey');
  if (!isStrictPoint(raw)) {
    throw new CryptoInputError('publicKey is a small-order or non-canonical point');
  }
  return raw;
}

/**
 * Reads a public key at the edge: everything that a later verification relies on is checked.
 * @param text `ed25519:` and the canonical base64 of 32 bytes.
 * @returns the raw 32 bytes.
 * @throws CryptoInputError when malformed, non-canonical, of small order or not on the curve
 * (RFC 8032 section 5.1.3).
 */
export function parsePublicKey(text: string): Uint8Array {
  const raw = decodePublicKey(text);
  try {
    Point.fromBytes(raw);
  } catch {
    throw new CryptoInputError('publicKey is not a point of the curve');
  }
  return raw;
}

/**
 * First 16 hex digits of SHA-256 over the raw key, upper case, `XXXX-XXXX-XXXX-XXXX`.
 * 64 bits name a key to people; they do not prove it. Kept for old clients (API.md).
 * @throws CryptoInputError when `publicKey` is not a strict Ed25519 key.
 */
export function fingerprint(publicKey: string): string {
  const digits = bytesToHex(sha256(decodePublicKey(publicKey)).subarray(0, 8)).toUpperCase();
  return [0, 4, 8, 12].map((at) => digits.slice(at, at + 4)).join('-');
}
