import { base64pad, base64url } from 'multiformats/bases/base64';
import { CryptoInputError } from './crypto-input-error.ts';

/** Base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  return base64pad.baseEncode(bytes);
}

/** Base64url without padding (RFC 4648 section 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  return base64url.baseEncode(bytes);
}

/**
 * Reads padded base64 that must be the one canonical spelling of exactly `length` bytes.
 *
 * Decoders differ on missing padding, white space and left-over bits; a text that two peers could
 * read differently must not name a key or a signature.
 * @throws CryptoInputError for any other text; the message names `what`, never the text itself.
 */
export function decodeBase64(text: string, length: number, what: string): Uint8Array {
  // The length is checked first so that a hostile text of megabytes is not decoded at all.
  if (text.length === Math.ceil(length / 3) * 4) {
    try {
      const bytes = base64pad.baseDecode(text);
      if (bytes.length === length && encodeBase64(bytes) === text) return bytes;
    } catch {
      // A character outside the alphabet: the same answer as for the other faults.
    }
  }
  throw new CryptoInputError(`${what} must be canonical base64 of ${length} bytes`);
}
