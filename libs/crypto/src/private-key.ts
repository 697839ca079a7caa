import { decodeBase64, encodeBase64 } from './base64.ts';

const SEED_BYTES = 32;

/** A key pair as texts: `ed25519:<base64>` and the base64 of the 32-byte seed (RFC 8032, 5.1.5). */
export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

/** A fresh seed from the platform's random source, as base64. */
export function randomSeed(): string {
  return encodeBase64(crypto.getRandomValues(new Uint8Array(SEED_BYTES)));
}

/** @throws CryptoInputError unless `privateKey` is the canonical base64 of 32 bytes. */
export function decodePrivateKey(privateKey: string): Uint8Array {
  return decodeBase64(privateKey, SEED_BYTES, 'privateKey');
}
