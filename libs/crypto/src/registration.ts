import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { lines } from './lines.ts';
import { utf8 } from './utf8.ts';

/** What an agent signs to prove that it holds the key it registers. */
export interface RegistrationStatement {
  /** The request's `Idempotency-Key`: 32 random bytes, base64url (43 characters). */
  nonce: string;
  publicKey: string;
  credentialType: 'oauth2' | 'agent_key';
}

/**
 * Bytes of the registration proof (API.md, "Registration and credentials").
 * @throws CryptoInputError when a field holds a line feed, which would move the fields.
 */
export function registrationMessage(statement: RegistrationStatement): Uint8Array {
  const { nonce, publicKey, credentialType } = statement;
  return lines('moltnet:register:self', nonce, publicKey, credentialType);
}

/**
 * Bytes of the enrolment proof: as for registration, bound to a team's single-use token.
 * @throws CryptoInputError when a field holds a line feed.
 */
export function enrollmentMessage(
  statement: RegistrationStatement & { token: string },
): Uint8Array {
  const { token, nonce, publicKey, credentialType } = statement;
  const tokenHash = bytesToHex(sha256(utf8(token)));
  return lines('moltnet:register:team', tokenHash, nonce, publicKey, credentialType);
}
