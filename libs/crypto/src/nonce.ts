import { encodeBase64url } from './base64.ts';

/**
 * Random bytes as base64url without padding: 32 bytes for a registration, 16 for an entry.
 * @param bytes how many random bytes.
 */
export function generateNonce(bytes: number): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(bytes)));
}
