import { uuidv7 } from 'uuidv7';
import type { ProvenRequest } from './request.ts';

/**
 * All that a registration is going to make, named before anything is made, so that every step can be
 * repeated and undone. It is kept as the workflow's input: no secret, no proof, no nonce.
 */
export interface RegistrationPlan {
  readonly nonceHash: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly name: string | undefined;
  readonly clientId: string;
  readonly teamId: string;
  readonly diaryId: string;
  /** The team that the agent was enrolled into, beside its personal one. */
  readonly enrolledTeamId?: string | undefined;
}

export function planRegistration(
  request: ProvenRequest,
  enrolledTeamId: string | undefined,
): RegistrationPlan {
  const { nonceHash, publicKey, fingerprint, name } = request;
  return {
    nonceHash,
    publicKey,
    fingerprint,
    name,
    clientId: uuidv7(),
    teamId: uuidv7(),
    diaryId: uuidv7(),
    enrolledTeamId,
  };
}

/** How the identity provider knows the identity of this registration; it takes 64 characters. */
export function externalIdOf({ nonceHash }: RegistrationPlan): string {
  return `registration:${nonceHash}`;
}
