import { Problem } from '@moltnet/contract';

/** What is known of an upstream that did not answer; none of it is shown to a caller. */
export interface UpstreamFault {
  /** The call that failed, such as `keto.batchCheck`. */
  readonly operation: string;
  /** Why, in a word for the log: `ECONNREFUSED`, `timeout`, `HTTP 503`, `circuit open`. */
  readonly reason: string;
  /** Seconds until a repeat makes sense. */
  readonly retryAfter?: number;
}

/**
 * A service that we depend on is down, slow or overloaded: 503 `SERVICE_UNAVAILABLE` with
 * `Retry-After`, never 403 or 404 (API.md, "Rules for every route"). It says nothing about the
 * thing that was asked for, and repeating the request later is right.
 */
export class UpstreamUnavailableError extends Problem {
  override readonly name = 'UpstreamUnavailableError';
  readonly operation: string;
  readonly reason: string;

  constructor(fault: UpstreamFault) {
    super(
      'SERVICE_UNAVAILABLE',
      'A service that this request needs does not answer at the moment.',
      { retryAfter: fault.retryAfter ?? 1 },
    );
    this.operation = fault.operation;
    this.reason = fault.reason;
  }
}

/**
 * A service answered, but not with what it may answer: a refused API key, a malformed body, an
 * operation it does not know. A fault in configuration or code, so repeating does not help: 502
 * `UPSTREAM_ERROR`. `upstreamStatus` lets the caller turn an expected 404 or 409 into its own case.
 */
export class UpstreamRefusedError extends Problem {
  override readonly name = 'UpstreamRefusedError';
  readonly operation: string;
  readonly upstreamStatus: number;
  /** The upstream's own general message, for the log. Never its `reason` or `debug`: they may quote the request, and with it a secret. */
  readonly upstreamMessage: string | undefined;

  constructor(operation: string, upstreamStatus: number, upstreamMessage?: string) {
    super('UPSTREAM_ERROR', 'A service that this request needs gave an unexpected answer.');
    this.operation = operation;
    this.upstreamStatus = upstreamStatus;
    this.upstreamMessage = upstreamMessage;
  }
}
