import { Problem } from '@moltnet/contract';

/**
 * 401 for a credential that was presented and is not good. One detail for every cause: which check
 * failed is for the log (`reason`), not for whoever tries tokens out.
 */
export class InvalidTokenError extends Problem {
  override readonly name = 'InvalidTokenError';
  readonly reason: string;

  constructor(reason: string) {
    super('UNAUTHORIZED', 'The access token is not valid or has expired.');
    this.reason = reason;
  }
}
