import { hash } from 'node:crypto';
import { type Identities, notFound } from '@moltnet/auth';
import { LIMITS, Problem, type Recovery, type RecoveryInput } from '@moltnet/contract';
import { verify } from '@moltnet/crypto/node';
import { agentReader, recoveryChallengeWriter } from '@moltnet/database';
import { replaceSecret, type SecretReplacement } from '../credentials/replace-secret.ts';
import { invalidChallenge, readChallenge } from './challenge.ts';

export interface RecoveryOptions extends SecretReplacement {
  readonly identities: Identities;
  /** Marks challenges as ours; the same on every machine. */
  readonly recoveryKey: Uint8Array;
}

/**
 * A working credential for whoever holds an agent's key, and the recovery code that old clients
 * expect. The secret before it and all its tokens are over.
 * @throws Problem `INVALID_CHALLENGE`, `INVALID_SIGNATURE` (which does not use the challenge up),
 *   `NOT_FOUND` to the holder of a key that is nobody's now; UpstreamUnavailableError, after which
 *   the challenge is good again
 */
export async function recover(options: RecoveryOptions, input: RecoveryInput): Promise<Recovery> {
  const { db, recoveryKey } = options;
  const { challenge, signature, publicKey } = input;
  const expiresAt = readChallenge(recoveryKey, input, Date.now());
  if (!verify(new TextEncoder().encode(challenge), signature, publicKey)) {
    throw new Problem('INVALID_SIGNATURE', 'The signature does not verify over the challenge.');
  }
  const agent = await agentReader(db).byPublicKey(publicKey);
  if (agent?.clientId == null) throw notFound();
  const { identityId, clientId } = agent;
  const used = hash('sha256', challenge, 'base64url');
  const until = new Date(expiresAt).toISOString();
  if (!(await db.transaction((tx) => recoveryChallengeWriter(tx).use(used, until)))) {
    throw invalidChallenge();
  }
  try {
    return await newCredentials(options, { identityId, clientId });
  } catch (error) {
    await db.transaction((tx) => recoveryChallengeWriter(tx).release(used));
    throw error;
  }
}

async function newCredentials(
  options: RecoveryOptions,
  agent: { identityId: string; clientId: string },
): Promise<Recovery> {
  const { identities } = options;
  const { code, url } = await identities.recoveryCode(agent.identityId, LIMITS.recoverySeconds);
  const clientSecret = await replaceSecret(options, agent);
  return {
    recoveryCode: code,
    recoveryFlowUrl: url,
    credential: { type: 'oauth2', clientId: agent.clientId, clientSecret },
  };
}
