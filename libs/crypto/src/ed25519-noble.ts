import { getPublicKey, hashes, Point, sign as nobleSign } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { encodeBase64 } from './base64.ts';
import { decodePrivateKey, randomSeed, type KeyPair } from './private-key.ts';
import { formatPublicKey } from './public-key.ts';
import { strictSignature } from './signature.ts';
import { littleEndian } from './strict-encoding.ts';

hashes.sha512 = sha512;

const HALF = 32;
const { n: GROUP_ORDER } = Point.CURVE();

/** Makes an Ed25519 key pair from the platform's random source. */
export function generateKeyPair(): KeyPair {
  const privateKey = randomSeed();
  return { publicKey: publicKeyOf(privateKey), privateKey };
}

/**
 * The public key that belongs to a private key (base64 of the 32-byte seed).
 * @throws CryptoInputError when `privateKey` is malformed.
 */
export function publicKeyOf(privateKey: string): string {
  return formatPublicKey(getPublicKey(decodePrivateKey(privateKey)));
}

/**
 * Plain Ed25519 signature (RFC 8032 section 5.1.6) over `bytes`, as 88 characters of base64.
 * @throws CryptoInputError when `privateKey` is malformed.
 */
export function sign(bytes: Uint8Array, privateKey: string): string {
  return encodeBase64(nobleSign(bytes, decodePrivateKey(privateKey)));
}

/**
 * Whether `signature` (base64) is the strict RFC 8032 signature of `bytes` by `publicKey`.
 * Total: whatever is malformed, in signature or key, is simply not a valid signature.
 */
export function verify(bytes: Uint8Array, signature: string, publicKey: string): boolean {
  const strict = strictSignature(signature, publicKey);
  if (!strict) return false;
  const r = strict.signature.subarray(0, HALF);
  const s = littleEndian(strict.signature.subarray(HALF));
  const k = littleEndian(sha512(concatBytes(r, strict.publicKey, bytes))) % GROUP_ORDER;
  // noble's own verify multiplies by the cofactor, OpenSSL does not; RFC 8032 section 5.1.7 allows
  // either. The exact equation is the narrower one, so it is the one that both engines answer by.
  const A = decodePoint(strict.publicKey);
  const R = decodePoint(r);
  if (!A || !R) return false;
  return R.add(A.multiply(k, false)).equals(Point.BASE.multiply(s, false));
}

function decodePoint(bytes: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}
