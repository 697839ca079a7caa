import { enrollmentMessage, generateKeyPair, generateNonce, sign } from '@moltnet/crypto';
import { inject } from 'vitest';
import { expectProblem } from '../../harness/problems.ts';
import { rememberSecret } from '../../harness/run.ts';
import type { OperationCases } from '../operation-case.ts';
import { nothingThere } from '../strangers-view.ts';

export const enrollments = {
  enroll: {
    request: async ({ owner, teamId }) => {
      const { token } = await owner.client.enrollments.create(teamId);
      const { publicKey, privateKey } = generateKeyPair();
      rememberSecret(inject('run'), privateKey);
      const statement = { nonce: generateNonce(32), publicKey, credentialType: 'oauth2' as const };
      const proof = sign(enrollmentMessage({ ...statement, token }), privateKey);
      return {
        route: 'POST /auth/enroll',
        headers: { 'idempotency-key': statement.nonce },
        body: { publicKey, proof, credentialType: 'oauth2', token },
      };
    },
  },
  createEnrollment: {
    request: ({ teamId }) => ({
      route: 'POST /agent-enrollments',
      headers: { 'x-moltnet-team-id': teamId },
      body: {},
    }),
    seenByStranger: (answer) => void expectProblem(answer, 'NOT_FOUND'),
  },
  deleteEnrollment: {
    request: async ({ owner, teamId }) => {
      const { id, token } = await owner.client.enrollments.create(teamId);
      rememberSecret(inject('run'), token);
      return { route: `DELETE /agent-enrollments/${id}` };
    },
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;
