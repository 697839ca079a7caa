import { STATUS_CODES } from 'node:http';

/** An error as Kratos and Keto send it; the shape is `ErrorGeneric` in `@ory/client`. */
export interface OryErrorBody {
  error: {
    id?: string;
    code: number;
    status: string;
    request?: string;
    reason?: string;
    message: string;
  };
}

/** More of an error, for programs: Kratos names some faults and says beside `error` what to do. */
export interface OryErrorDetail {
  /** Ory's name of the fault, such as `session_inactive`. */
  id: string;
  reason?: string;
  /** Members of the body beside `error`, such as `redirect_browser_to`. */
  beside?: Readonly<Record<string, unknown>>;
}

/** Thrown where the fault is known; the error handler turns it into `OryErrorBody`. */
export class OryError extends Error {
  readonly statusCode: number;
  readonly id: string | undefined;
  readonly reason: string | undefined;
  readonly beside: Readonly<Record<string, unknown>>;

  /**
   * @param statusCode HTTP status.
   * @param message What kind of fault, in Ory's words: the same for every fault of the kind.
   * @param detail What was wrong this time; goes to the caller, so nothing of the inside.
   */
  constructor(statusCode: number, message: string, detail?: string | OryErrorDetail) {
    super(message);
    const { id, reason, beside } =
      typeof detail === 'object' ? detail : { id: undefined, reason: detail, beside: undefined };
    this.name = 'OryError';
    this.statusCode = statusCode;
    this.id = id;
    this.reason = reason;
    this.beside = beside ?? {};
  }
}

export const badRequest = (reason: string): OryError =>
  new OryError(400, 'The request was malformed or contained invalid parameters', reason);

export const notFound = (reason?: string): OryError =>
  new OryError(404, 'Unable to locate the resource', reason);

export const conflict = (reason: string): OryError =>
  new OryError(409, 'The resource could not be created due to a conflict', reason);

export const notImplemented = (operation: string): OryError =>
  new OryError(
    501,
    `${operation} is not implemented by ory-local`,
    'ory-local serves what MoltNet calls; Ory Network serves the rest.',
  );

/** The body that a caller sees; `requestId` lets them find the log line. */
export function oryErrorBody(error: OryError, requestId: string): OryErrorBody {
  return {
    error: {
      ...(error.id === undefined ? {} : { id: error.id }),
      code: error.statusCode,
      status: STATUS_CODES[error.statusCode] ?? 'Error',
      request: requestId,
      ...(error.reason === undefined ? {} : { reason: error.reason }),
      message: error.message,
    },
    ...error.beside,
  };
}
