import { concatBytes } from '@noble/hashes/utils.js';
import { utf8 } from './utf8.ts';

/**
 * DSSE pre-authentication encoding, version 1: `DSSEv1 LEN(type) type LEN(payload) payload`, in
 * which the lengths are decimal byte counts (github.com/secure-systems-lab/dsse, protocol.md).
 * @throws CryptoInputError when `payloadType` holds a lone surrogate.
 */
export function dssePae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `), payload);
}
