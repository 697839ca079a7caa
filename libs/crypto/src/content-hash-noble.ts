import { sha256 } from '@noble/hashes/sha2.js';
import * as raw from 'multiformats/codecs/raw';
import { cidOf } from './cid.ts';
import { type HashedContent, hashedText } from './content-hash.ts';
import { utf8 } from './utf8.ts';

/**
 * CIDv1(raw, sha2-256, base32 lower) of the UTF-8 bytes of `text`.
 * @throws CryptoInputError on a lone surrogate.
 */
export function textCid(text: string): string {
  return cidOf(raw.code, sha256(utf8(text)));
}

/**
 * contentHash v1 (API.md, "Entries"): `textCid` of the RFC 8785 bytes of `{c, t, tags, type, v}`.
 * @throws CryptoInputError when a text holds a lone surrogate.
 */
export function contentHash(entry: HashedContent): string {
  return textCid(hashedText(entry));
}
