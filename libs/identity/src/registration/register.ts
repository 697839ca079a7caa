import { DBOS } from '@dbos-inc/dbos-sdk';
import { UpstreamUnavailableError } from '@moltnet/auth';
import { type CredentialType, Problem, type Registration } from '@moltnet/contract';
import { didKey } from '@moltnet/crypto/node';
import { agentReader, type ClaimedRegistration, registrationWriter } from '@moltnet/database';
import type { SecretReplacement } from '../credentials/replace-secret.ts';
import { issueCredential } from './issue-credential.ts';
import { KEY_REGISTERED } from './refusal.ts';
import { planRegistration } from './plan.ts';
import { type ProvenRequest, proveRequest, type RegistrationRequest } from './request.ts';
import {
  type RegistrationOutcome,
  registrationWorkflow,
  type RegistrationWorkflowOptions,
} from './workflow.ts';

export interface RegistrationOptions extends RegistrationWorkflowOptions, SecretReplacement {}

/** Registers an agent that holds a key (API.md, "Registration and credentials"). */
export type Register = <T extends CredentialType>(
  request: RegistrationRequest<T>,
) => Promise<Registration<T>>;

/** Longer than the steps with all their timeouts take. */
const PATIENCE_MS = 25_000;
const POLL_MS = 100;

/**
 * `register`, with its workflows: call it before `DBOS.launch`.
 *
 * The same request again (same nonce, same content) gives the same identity with a new secret, also
 * while the first one is under way. It throws, as Problems: `INVALID_SIGNATURE` for a bad proof,
 * `CONFLICT` for a nonce that was used for other content or a key that is registered, whatever made
 * a step fail, and `SERVICE_UNAVAILABLE` while a failed attempt is still being undone.
 */
export function createRegister(options: RegistrationOptions): Register {
  const { db } = options;
  const workflow = registrationWorkflow(options);

  /** Owns the nonce, or finds what became of it. */
  async function claim(request: ProvenRequest): Promise<ClaimedRegistration['registration']> {
    return db.transaction(async (tx) => {
      const { nonceHash, requestHash } = request;
      const { outcome, registration } = await registrationWriter(tx).claim({
        nonceHash,
        requestHash,
      });
      if (registration.requestHash !== requestHash) {
        throw new Problem('CONFLICT', 'This nonce was used for another registration.');
      }
      if (outcome === 'claimed' && (await agentReader(tx).key(request.publicKey)) !== undefined) {
        throw new Problem('CONFLICT', KEY_REGISTERED);
      }
      return registration;
    });
  }

  async function run(request: ProvenRequest, attempt: number): Promise<RegistrationOutcome> {
    // Of two calls at once with one id one starts the workflow, the other waits for the same.
    const workflowID = `register:${request.nonceHash}:${attempt}`;
    const handle = await DBOS.startWorkflow(workflow, { workflowID })(planRegistration(request));
    const outcome = await within(PATIENCE_MS, handle.getResult({ pollingIntervalMs: POLL_MS }));
    if (outcome === null) {
      throw new UpstreamUnavailableError({ operation: 'registration', reason: 'still running' });
    }
    return outcome;
  }

  return async function register<T extends CredentialType>(
    input: RegistrationRequest<T>,
  ): Promise<Registration<T>> {
    const request = proveRequest(input);
    const claimed = await claim(request);
    const repeated = claimed.status === 'finished';
    if (!repeated) {
      const outcome = await run(request, claimed.attempt);
      if ('refused' in outcome) {
        const { code, detail, retryAfter } = outcome.refused;
        throw new Problem(code, detail, retryAfter === undefined ? {} : { retryAfter });
      }
    }
    const agent = await agentReader(db).byPublicKey(request.publicKey);
    if (agent?.hydraClientId == null) {
      throw new Problem('CONFLICT', 'The key of this registration has been replaced.');
    }
    const { identityId, fingerprint, publicKey, hydraClientId } = agent;
    const credential = await issueCredential(
      options,
      { identityId, hydraClientId },
      { ...request, repeated },
    );
    return {
      identityId,
      fingerprint,
      publicKey,
      did: didKey(publicKey),
      // Of the type that was asked for, which the compiler cannot follow.
      credential: credential as Registration<T>['credential'],
    };
  };
}

async function within<T>(ms: number, result: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([result, timeout]).finally(() => clearTimeout(timer));
}
