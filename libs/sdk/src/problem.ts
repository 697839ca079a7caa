import type { FieldError, ProblemCode } from '@moltnet/contract';

/** What an answer that is no success said, as far as it could be read. */
export interface ProblemParts {
  status: number;
  code: ProblemCode | 'UNKNOWN';
  title: string;
  detail: string;
  errors: readonly FieldError[];
  /** Seconds until a repeat makes sense. */
  retryAfter: number | undefined;
  /** What the request collided with. */
  conflict: Readonly<Record<string, unknown>> | undefined;
  /** Names the request in the server's log. */
  requestId: string | undefined;
}

/** The API answered, and the answer is a problem (RFC 9457). `message` is its detail. */
export class MoltNetProblem extends Error {
  override readonly name = 'MoltNetProblem';
  readonly status: number;
  /** Stable and made to be compared; `UNKNOWN` when something else than MoltNet answered. */
  readonly code: ProblemCode | 'UNKNOWN';
  readonly title: string;
  readonly detail: string;
  /** Each field that the request got wrong; empty unless `VALIDATION_FAILED`. */
  readonly errors: readonly FieldError[];
  readonly retryAfter: number | undefined;
  /** What the request collided with, such as the `flagged` entries of a pack. */
  readonly conflict: Readonly<Record<string, unknown>> | undefined;
  readonly requestId: string | undefined;

  constructor(parts: ProblemParts) {
    super(parts.detail);
    this.status = parts.status;
    this.code = parts.code;
    this.title = parts.title;
    this.detail = parts.detail;
    this.errors = parts.errors;
    this.retryAfter = parts.retryAfter;
    this.conflict = parts.conflict;
    this.requestId = parts.requestId;
  }
}
