import { DBOS } from '@dbos-inc/dbos-sdk';
import { UpstreamUnavailableError } from '@moltnet/auth';
import { type CredentialType, Problem, type Registration } from '@moltnet/contract';
import { didKey } from '@moltnet/crypto/node';
import {
  agentReader,
  enrollmentWriter,
  type RegistrationRecord,
  registrationWriter,
  type Transaction,
} from '@moltnet/database';
import type { SecretReplacement } from '../credentials/replace-secret.ts';
import { issueCredential } from './issue-credential.ts';
import { type RegistrationMode, requireAdmitted } from './mode.ts';
import { KEY_REGISTERED } from './refusal.ts';
import { planRegistration } from './plan.ts';
import { type ProvenRequest, proveRequest, type RegistrationRequest } from './request.ts';
import {
  type RegistrationOutcome,
  registrationWorkflow,
  type RegistrationWorkflowOptions,
} from './workflow.ts';

export interface RegistrationOptions extends RegistrationWorkflowOptions, SecretReplacement {
  readonly registrationMode: RegistrationMode;
}

/** What a request may go on with. */
interface Claim extends Pick<RegistrationRecord, 'status' | 'attempt'> {
  readonly enrolledTeamId: string | undefined;
}

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
 * `REGISTRATION_FAILED` where the
 * network does not take the agent in or its enrolment token is not good, `CONFLICT` for a nonce that was used for other content or a key that is registered, whatever made
 * a step fail, and `SERVICE_UNAVAILABLE` while a failed attempt is still being undone.
 */
export function createRegister(options: RegistrationOptions): Register {
  const { db, registrationMode } = options;
  const workflow = registrationWorkflow(options);

  /** Owns the nonce, and the enrolment token if there is one, or finds what became of them. */
  async function claim(request: ProvenRequest): Promise<Claim> {
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
      const { status, attempt } = registration;
      if (status === 'finished') return { status, attempt, enrolledTeamId: undefined };
      return { status, attempt, enrolledTeamId: await claimToken(tx, request) };
    });
  }

  async function run(
    request: ProvenRequest,
    { attempt, enrolledTeamId }: Claim,
  ): Promise<RegistrationOutcome> {
    // Of two calls at once with one id one starts the workflow, the other waits for the same.
    const workflowID = `register:${request.nonceHash}:${attempt}`;
    const plan = planRegistration(request, enrolledTeamId);
    const handle = await DBOS.startWorkflow(workflow, { workflowID })(plan);
    const outcome = await within(PATIENCE_MS, handle.getResult({ pollingIntervalMs: POLL_MS }));
    if (outcome === null) {
      throw new UpstreamUnavailableError({ operation: 'registration', reason: 'still running' });
    }
    return outcome;
  }

  return async function register<T extends CredentialType>(
    input: RegistrationRequest<T>,
  ): Promise<Registration<T>> {
    requireAdmitted(registrationMode, input.token);
    const request = proveRequest(input);
    const claimed = await claim(request);
    const repeated = claimed.status === 'finished';
    if (!repeated) {
      const outcome = await run(request, claimed);
      if ('refused' in outcome) {
        const { code, detail, retryAfter } = outcome.refused;
        throw new Problem(code, detail, retryAfter === undefined ? {} : { retryAfter });
      }
    }
    const agent = await agentReader(db).byPublicKey(request.publicKey);
    if (agent?.clientId == null) {
      throw new Problem('CONFLICT', 'The key of this registration has been replaced.');
    }
    const { identityId, fingerprint, publicKey, clientId } = agent;
    const credential = await issueCredential(
      options,
      { identityId, clientId },
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

/** The team that the request's token lets into. One word for all that may be wrong with a token. */
async function claimToken(
  tx: Transaction,
  { tokenHash, nonceHash }: ProvenRequest,
): Promise<string | undefined> {
  if (tokenHash === undefined) return undefined;
  const teamId = await enrollmentWriter(tx).claim(tokenHash, nonceHash);
  if (teamId !== undefined) return teamId;
  throw new Problem('REGISTRATION_FAILED', 'The enrolment token is none, was used or has expired.');
}

async function within<T>(ms: number, result: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([result, timeout]).finally(() => clearTimeout(timer));
}
