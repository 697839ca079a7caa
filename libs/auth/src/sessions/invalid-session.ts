import { Problem } from '@moltnet/contract';

/** 401 for a session that does not hold: signed out, expired, or never begun. */
export class InvalidSessionError extends Problem {
  override readonly name = 'InvalidSessionError';

  constructor() {
    super('UNAUTHORIZED', 'The session is not valid or has expired. Sign in again.');
  }
}
