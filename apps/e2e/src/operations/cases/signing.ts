import { sign } from '@moltnet/crypto';
import { expect } from 'vitest';
import { ok } from '../../harness/http.ts';
import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';

export const signing = {
  verifySignature: {
    request: ({ owner }) => ({
      route: 'POST /crypto/verify',
      body: {
        message: 'hi',
        signature: sign(Buffer.from('hi'), owner.keyPair.privateKey),
        publicKey: owner.keyPair.publicKey,
      },
    }),
  },
  getCryptoIdentity: {
    request: () => ({ route: 'GET /crypto/identity' }),
    seenByStranger: (answer, sender) =>
      expect(answer.body).toMatchObject({ identityId: sender.identityId }),
  },
  createSigningRequest: {
    request: () => ({
      route: 'POST /crypto/signing-requests',
      body: { message: 'hello' },
    }),
    seenByStranger: (answer, sender) =>
      expect(ok(answer, 201)).toMatchObject({ agentId: sender.identityId }),
  },
  listSigningRequests: {
    request: () => ({ route: 'GET /crypto/signing-requests?status=pending' }),
    seenByStranger: hasNoneOfTheOwners,
  },
  getSigningRequest: {
    request: ({ signingRequestId }) => ({
      route: `GET /crypto/signing-requests/${signingRequestId}`,
    }),
    seenByStranger: nothingThere,
  },
  submitSignature: {
    request: async ({ owner }) => {
      const message = 'to be signed';
      const { id, signingInput } = await owner.client.crypto.createSigningRequest({ message });
      const signature = sign(Buffer.from(signingInput, 'base64'), owner.keyPair.privateKey);
      return { route: `POST /crypto/signing-requests/${id}/sign`, body: { signature } };
    },
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;
