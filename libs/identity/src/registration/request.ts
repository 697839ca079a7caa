import { hash } from 'node:crypto';
import { type CredentialType, Problem, type RegisterInput } from '@moltnet/contract';
import {
  CryptoInputError,
  enrollmentMessage,
  fingerprint,
  parsePublicKey,
  registrationMessage,
  verify,
} from '@moltnet/crypto/node';

/** A registration as it comes: the body of POST /auth/register and its `Idempotency-Key`. */
export type RegistrationRequest<T extends CredentialType = CredentialType> = RegisterInput & {
  readonly nonce: string;
  readonly credentialType: T;
  /** A team's enrolment token, to join that team. */
  readonly token?: string;
};

/** A request whose proof is good, without the proof and the nonce: neither is kept. */
export interface ProvenRequest {
  /** SHA-256 of the nonce, base64url. */
  readonly nonceHash: string;
  /** SHA-256 of what was asked for, base64url: the same nonce with another one is a conflict. */
  readonly requestHash: string;
  readonly credentialType: CredentialType;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly name: string | undefined;
  /** SHA-256 of the enrolment token, hex. */
  readonly tokenHash: string | undefined;
}

/**
 * Verifies that the caller holds the key it registers (API.md, "Registration and credentials").
 * @throws Problem `VALIDATION_FAILED` for a key that is none, `INVALID_SIGNATURE` for a bad proof.
 */
export function proveRequest(request: RegistrationRequest): ProvenRequest {
  const { publicKey, proof, credentialType, nonce, name, token } = request;
  requireKey(publicKey, 'body.publicKey');
  const statement = { nonce, publicKey, credentialType };
  const message =
    token === undefined
      ? registrationMessage(statement)
      : enrollmentMessage({ ...statement, token });
  if (!verify(message, proof, publicKey)) {
    throw new Problem('INVALID_SIGNATURE', 'The proof does not verify with this public key.');
  }
  const tokenHash = token === undefined ? undefined : hash('sha256', token, 'hex');
  const asked = [publicKey, credentialType, name ?? null];
  return {
    nonceHash: sha256(nonce),
    requestHash: sha256(JSON.stringify(tokenHash === undefined ? asked : [...asked, tokenHash])),
    tokenHash,
    credentialType,
    publicKey,
    fingerprint: fingerprint(publicKey),
    name,
  };
}

/** @throws Problem `VALIDATION_FAILED` naming `field` */
export function requireKey(publicKey: string, field: string): void {
  try {
    parsePublicKey(publicKey);
  } catch (error) {
    if (!(error instanceof CryptoInputError)) throw error;
    const { message } = error;
    throw new Problem('VALIDATION_FAILED', 'The public key is not one.', {
      errors: [{ field, message }],
    });
  }
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}
