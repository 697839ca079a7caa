import { IdentityExistsError, UpstreamUnavailableError } from '@moltnet/auth';
import { Problem, type ProblemCode } from '@moltnet/contract';
import { DatabaseUnavailableError, ForeignKeyViolation, UniqueViolation } from '@moltnet/database';

/** Why a step could not be done, as plain data that a workflow can keep. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryAfter?: number;
  /** The step was given up waiting for, and may still take effect. */
  readonly late: boolean;
}

/** What the caller is told of the error that a step ended with, or `null` for a fault of ours. */
export function refusalOf(error: unknown): Refusal | null {
  const late = error instanceof UpstreamUnavailableError && error.reason === 'timeout';
  if (error instanceof Problem) {
    const { code, message: detail, retryAfter } = error;
    return { code, detail, late, ...(retryAfter === undefined ? {} : { retryAfter }) };
  }
  if (error instanceof IdentityExistsError || error instanceof UniqueViolation) {
    return { code: 'CONFLICT', detail: KEY_REGISTERED, late };
  }
  if (error instanceof ForeignKeyViolation) {
    return { code: 'REGISTRATION_FAILED', detail: 'The team is there no more.', late };
  }
  if (error instanceof DatabaseUnavailableError) {
    const detail = 'The database does not answer at the moment.';
    return { code: 'SERVICE_UNAVAILABLE', detail, retryAfter: 1, late };
  }
  return null;
}

export const KEY_REGISTERED =
  'This key is registered already. Repeat the registration with its own nonce for a new secret.';
