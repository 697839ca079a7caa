import { base58btc } from 'multiformats/bases/base58';
import { CryptoInputError } from './crypto-input-error.ts';
import { decodePublicKey, formatPublicKey, parsePublicKey } from './public-key.ts';

const METHOD = 'did:key:';
/** Multicodec `ed25519-pub` (0xed) as a varint. */
const ED25519_PUB = [0xed, 0x01] as const;
/** `z` and base58 of 34 bytes; every did:key of an Ed25519 key is this long. */
const MULTIBASE_LENGTH = 48;

/**
 * The `did:key` of a public key (W3C CCG did:key method, section 3.1).
 * @throws CryptoInputError when `publicKey` is not a strict Ed25519 key.
 */
export function didKey(publicKey: string): string {
  return METHOD + base58btc.encode(Uint8Array.of(...ED25519_PUB, ...decodePublicKey(publicKey)));
}

/**
 * The public key, as `ed25519:<base64>`, that a `did:key` stands for.
 * @throws CryptoInputError for another method, another kind of key, a fragment, or a bad key.
 */
export function publicKeyFromDid(did: string): string {
  const bytes = decodeMultibase(did);
  if (bytes?.[0] !== ED25519_PUB[0] || bytes[1] !== ED25519_PUB[1] || bytes.length !== 34) {
    throw new CryptoInputError('did must be the did:key of an Ed25519 key');
  }
  const publicKey = formatPublicKey(bytes.subarray(ED25519_PUB.length));
  parsePublicKey(publicKey);
  return publicKey;
}

function decodeMultibase(did: string): Uint8Array | undefined {
  // The length is bounded before decoding: base58 takes quadratic time.
  if (!did.startsWith(METHOD) || did.length !== METHOD.length + MULTIBASE_LENGTH) return undefined;
  try {
    return base58btc.decode(did.slice(METHOD.length));
  } catch {
    return undefined;
  }
}
