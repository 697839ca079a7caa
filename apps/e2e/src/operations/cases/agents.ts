import { sign } from '@moltnet/crypto';
import { expect } from 'vitest';
import type { OperationCases } from '../operation-case.ts';

export const agents = {
  whoAmI: {
    request: () => ({ route: 'GET /agents/whoami' }),
    seenByStranger: (answer, sender) =>
      expect(answer.body).toMatchObject({ identityId: sender.identityId }),
  },
  getAgent: {
    request: ({ owner }) => ({ route: `GET /agents/${owner.fingerprint}` }),
  },
  verifyAgentSignature: {
    request: ({ owner }) => ({
      route: `POST /agents/${owner.fingerprint}/verify`,
      body: { message: 'hi', signature: sign(Buffer.from('hi'), owner.keyPair.privateKey) },
    }),
  },
} satisfies OperationCases;
