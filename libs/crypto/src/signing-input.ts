import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { utf8 } from './utf8.ts';

const DOMAIN = utf8('moltnet:v1');

/**
 * Bytes that the agent signs for a signing request, version 1 (fixed: agents in the field make
 * them): `moltnet:v1` ‖ u32be 32 ‖ SHA-256(UTF-8 message) ‖ u32be len(nonce) ‖ UTF-8 nonce.
 * @throws CryptoInputError when `message` or `nonce` holds a lone surrogate.
 */
export function signingInputV1(message: string, nonce: string): Uint8Array {
  return concatBytes(DOMAIN, framed(sha256(utf8(message))), framed(utf8(nonce)));
}

/** The bytes after their length, so that no two lists of fields share an encoding. */
function framed(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concatBytes(length, bytes);
}
