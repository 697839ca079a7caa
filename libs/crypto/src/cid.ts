import { sha256 } from '@noble/hashes/sha2.js';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import * as digest from 'multiformats/hashes/digest';
import { utf8 } from './utf8.ts';

const SHA2_256 = 0x12;

/** CIDv1 of bytes under a multicodec, sha2-256, as base32 lower. */
export function cidOf(codec: number, bytes: Uint8Array): string {
  return CID.createV1(codec, digest.create(SHA2_256, sha256(bytes))).toString();
}

/**
 * CIDv1(raw, sha2-256, base32 lower) of the UTF-8 bytes of `text`.
 * @throws CryptoInputError on a lone surrogate.
 */
export function textCid(text: string): string {
  return cidOf(raw.code, utf8(text));
}
