import { PROBLEMS, type ProblemCode } from './problems.ts';

/** One field that a request got wrong; `field` is a JSON path such as `body.tags.3`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What a problem may carry besides its code and detail. */
export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  /** Seconds until a repeat makes sense; also sent as `Retry-After`. */
  readonly retryAfter?: number;
  /** The state that the request collided with. */
  readonly conflict?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * A failure that the caller is told about, as RFC 9457 problem details. Domain code throws it where
 * the fault is known; the REST app maps it to a response in one place.
 */
export class Problem extends Error {
  override readonly name: string = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  readonly conflict: Readonly<Record<string, unknown>> | undefined;

  /** `detail` is shown to the caller: no secret, and for a 5xx nothing of the inside. */
  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.errors = extras.errors;
    this.retryAfter = extras.retryAfter;
    this.conflict = extras.conflict;
  }
}
