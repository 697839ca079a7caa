import { randomBytes } from 'node:crypto';
import {
  enrollmentMessage,
  generateKeyPair,
  type KeyPair,
  registrationMessage,
  sign,
} from '@moltnet/crypto/node';
import type { RegistrationRequest } from '../src/index.ts';

/** A request as an agent makes it, for a new key and a new nonce unless they are given. */
export function registrationRequest(
  given: { keys?: KeyPair; nonce?: string; name?: string; token?: string } = {},
): RegistrationRequest<'oauth2'> {
  const { publicKey, privateKey } = given.keys ?? generateKeyPair();
  const nonce = given.nonce ?? randomBytes(32).toString('base64url');
  const credentialType = 'oauth2';
  const { token } = given;
  const statement = { nonce, publicKey, credentialType } as const;
  const message =
    token === undefined
      ? registrationMessage(statement)
      : enrollmentMessage({ ...statement, token });
  const proof = sign(message, privateKey);
  const name = given.name === undefined ? {} : { name: given.name };
  return {
    publicKey,
    proof,
    credentialType,
    nonce,
    ...name,
    ...(token === undefined ? {} : { token }),
  };
}
