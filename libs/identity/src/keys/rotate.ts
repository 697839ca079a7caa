import { DBOS } from '@dbos-inc/dbos-sdk';
import { type Principal, requireUnbound } from '@moltnet/auth';
import { Problem, type RotatedKey, type RotateKeyInput } from '@moltnet/contract';
import { didKey, fingerprint, keyRotationMessage, verify } from '@moltnet/crypto/node';
import { agentReader } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { OnCredentialsEnded } from '../credentials/replace-secret.ts';
import { requireKey } from '../registration/request.ts';
import { keyRotationWorkflow, type KeyRotationOptions } from './workflow.ts';

export interface RotateKeyOptions extends KeyRotationOptions {
  readonly onCredentialsEnded: OnCredentialsEnded;
}

export type RotateKey = (principal: Principal, input: RotateKeyInput) => Promise<RotatedKey>;

const POLL_MS = 50;

/**
 * `rotateKey`, with its workflows: call it before `DBOS.launch`.
 *
 * The agent's key becomes another, as both say (`keyRotationMessage`). The old one stays on record
 * with the time in which it was valid, and what it signed then stays good; tokens from before are
 * over, because they name it. It throws, as Problems: `VALIDATION_FAILED` for a key that is none,
 * `INVALID_SIGNATURE` for a proof that does not verify, `CONFLICT` for a key that somebody has or had.
 */
export function createRotateKey(options: RotateKeyOptions): RotateKey {
  const { db, onCredentialsEnded } = options;
  const workflow = keyRotationWorkflow(options);
  return async function rotateKey(principal, { newPublicKey, oldProof, newProof }) {
    requireUnbound(principal);
    requireKey(newPublicKey, 'body.newPublicKey');
    const { identityId } = principal;
    const agent = await agentReader(db).byIdentityId(identityId);
    if (agent === undefined) throw new Problem('UNAUTHORIZED', 'The agent is gone.');
    const oldPublicKey = agent.publicKey;
    const message = keyRotationMessage({ identityId, oldPublicKey, newPublicKey });
    if (!verify(message, oldProof, oldPublicKey) || !verify(message, newProof, newPublicKey)) {
      throw new Problem(
        'INVALID_SIGNATURE',
        'A proof does not verify with its key over the lines moltnet:keys:rotate, identity id, old and new public key.',
      );
    }
    if ((await agentReader(db).key(newPublicKey)) !== undefined) throw keyTaken();
    const newFingerprint = fingerprint(newPublicKey);
    const plan = { identityId, oldPublicKey, newPublicKey, newFingerprint };
    const workflowID = `rotate-key:${uuidv7()}`;
    const handle = await DBOS.startWorkflow(workflow, { workflowID })(plan);
    const outcome = await handle.getResult({ pollingIntervalMs: POLL_MS });
    await onCredentialsEnded({ identityId, clientId: agent.clientId });
    if ('refused' in outcome) {
      const { code, detail, retryAfter } = outcome.refused;
      throw new Problem(code, detail, retryAfter === undefined ? {} : { retryAfter });
    }
    const did = didKey(newPublicKey);
    return { identityId, publicKey: newPublicKey, fingerprint: newFingerprint, did };
  };
}

function keyTaken(): Problem {
  return new Problem('CONFLICT', 'This key is, or was, the key of an agent.');
}
