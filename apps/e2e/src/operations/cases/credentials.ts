import type { RecoveryChallenge } from '@moltnet/contract';
import {
  generateKeyPair,
  generateNonce,
  keyRotationMessage,
  registrationMessage,
  sign,
} from '@moltnet/crypto';
import { expect, inject } from 'vitest';
import { join } from '../../harness/agents.ts';
import { apiAt, ok } from '../../harness/http.ts';
import { expectProblem } from '../../harness/problems.ts';
import { rememberSecret } from '../../harness/run.ts';
import type { OperationCases, Sample } from '../operation-case.ts';

export const credentials = {
  register: {
    request: () => registration(),
  },
  rotateSecret: {
    request: async ({ network }) => ({
      route: 'POST /auth/rotate-secret',
      sender: await join(network.apiUrl),
    }),
    seenByStranger: (answer, sender) =>
      expect(ok(answer)).toMatchObject({ clientId: sender.clientId }),
  },
  rotateKey: {
    request: async ({ network }) => {
      const sender = await join(network.apiUrl);
      const { publicKey: newPublicKey, privateKey } = generateKeyPair();
      rememberSecret(inject('run'), privateKey);
      const { identityId, keyPair } = sender;
      const oldPublicKey = keyPair.publicKey;
      const message = keyRotationMessage({ identityId, oldPublicKey, newPublicKey });
      const oldProof = sign(message, keyPair.privateKey);
      const newProof = sign(message, privateKey);
      return {
        route: 'POST /auth/keys/rotate',
        sender,
        body: { newPublicKey, oldProof, newProof },
      };
    },
    seenByStranger: (answer) => void expectProblem(answer, 'INVALID_SIGNATURE'),
  },
  createToken: {
    request: ({ owner }) => ({
      route: 'POST /oauth2/token',
      raw: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: owner.clientId,
        client_secret: owner.clientSecret,
      }),
    }),
  },
  createRecoveryChallenge: {
    request: ({ owner }) => ({
      route: 'POST /recovery/challenge',
      body: { publicKey: owner.keyPair.publicKey },
    }),
  },
  verifyRecovery: {
    request: async ({ network }) => {
      const { keyPair } = await join(network.apiUrl);
      const { publicKey, privateKey } = keyPair;
      const asked = await apiAt(network.apiUrl)<RecoveryChallenge>('POST /recovery/challenge', {
        body: { publicKey },
      });
      const signature = sign(Buffer.from(asked.body.challenge), privateKey);
      return { route: 'POST /recovery/verify', body: { ...asked.body, publicKey, signature } };
    },
  },
} satisfies OperationCases;

/** A registration with a key of its own. */
export function registration(): Sample {
  const { publicKey, privateKey } = generateKeyPair();
  rememberSecret(inject('run'), privateKey);
  const nonce = generateNonce(32);
  const proof = sign(
    registrationMessage({ nonce, publicKey, credentialType: 'oauth2' }),
    privateKey,
  );
  return {
    route: 'POST /auth/register',
    headers: { 'idempotency-key': nonce },
    body: { publicKey, proof, credentialType: 'oauth2', name: 'sample' },
  };
}
