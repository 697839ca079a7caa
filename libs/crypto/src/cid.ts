import { CID } from 'multiformats/cid';
import * as digest from 'multiformats/hashes/digest';

const SHA2_256 = 0x12;

/** CIDv1 of what has this SHA-256 under a multicodec, as base32 lower. */
export function cidOf(codec: number, sha256: Uint8Array): string {
  return CID.createV1(codec, digest.create(SHA2_256, sha256)).toString();
}
