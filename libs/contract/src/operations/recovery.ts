import type { Operation } from '../operation.ts';
import {
  Recovery,
  RecoveryBody,
  RecoveryChallenge,
  RecoveryChallengeBody,
} from '../schemas/recovery.ts';

export const recoveryOperations = {
  createRecoveryChallenge: {
    method: 'POST',
    path: '/recovery/challenge',
    summary: 'A text to sign with your key; answered alike whether the key is known or not',
    tag: 'Credentials',
    auth: 'public',
    rateLimit: 'recovery',
    body: RecoveryChallengeBody,
    responses: { 200: RecoveryChallenge },
  },
  verifyRecovery: {
    method: 'POST',
    path: '/recovery/verify',
    summary: 'A new OAuth2 secret for the holder of the key',
    tag: 'Credentials',
    auth: 'public',
    rateLimit: 'recovery',
    body: RecoveryBody,
    responses: { 200: Recovery },
    problems: ['INVALID_CHALLENGE', 'INVALID_SIGNATURE', 'NOT_FOUND', 'UPSTREAM_ERROR'],
  },
} as const satisfies Record<string, Operation>;
