import {
  createPrivateKey,
  createPublicKey,
  sign as opensslSign,
  verify as opensslVerify,
  type KeyObject,
} from 'node:crypto';
import { encodeBase64 } from './base64.ts';
import { decodePrivateKey, randomSeed, type KeyPair } from './private-key.ts';
import { formatPublicKey } from './public-key.ts';
import { strictSignature } from './signature.ts';

/** DER headers of RFC 8410 for a raw Ed25519 key; the 32 bytes follow. */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEADER = Buffer.from('302a300506032b6570032100', 'hex');

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
  const der = createPublicKey(importPrivateKey(privateKey)).export({ format: 'der', type: 'spki' });
  return formatPublicKey(der.subarray(SPKI_HEADER.length));
}

/**
 * Plain Ed25519 signature (RFC 8032 section 5.1.6) over `bytes`, as 88 characters of base64.
 * @throws CryptoInputError when `privateKey` is malformed.
 */
export function sign(bytes: Uint8Array, privateKey: string): string {
  return encodeBase64(opensslSign(null, bytes, importPrivateKey(privateKey)));
}

/**
 * Whether `signature` (base64) is the strict RFC 8032 signature of `bytes` by `publicKey`.
 * Total: whatever is malformed, in signature or key, is simply not a valid signature.
 */
export function verify(bytes: Uint8Array, signature: string, publicKey: string): boolean {
  const strict = strictSignature(signature, publicKey);
  if (!strict) return false;
  const spki = Buffer.concat([SPKI_HEADER, strict.publicKey]);
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  return opensslVerify(null, bytes, key, strict.signature);
}

function importPrivateKey(privateKey: string): KeyObject {
  const pkcs8 = Buffer.concat([PKCS8_HEADER, decodePrivateKey(privateKey)]);
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}
