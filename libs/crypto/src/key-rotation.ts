import { lines } from './lines.ts';

/** What an agent signs, with the old key and with the new, to replace the one by the other. */
export interface KeyRotationStatement {
  identityId: string;
  oldPublicKey: string;
  newPublicKey: string;
}

/**
 * Bytes of both proofs of a key rotation: the UTF-8 lines `moltnet:keys:rotate`, identity id, old and
 * new public key. A statement is good once: no key comes back after it was replaced.
 * @throws CryptoInputError when a field holds a line feed.
 */
export function keyRotationMessage(statement: KeyRotationStatement): Uint8Array {
  const { identityId, oldPublicKey, newPublicKey } = statement;
  return lines('moltnet:keys:rotate', identityId, oldPublicKey, newPublicKey);
}
