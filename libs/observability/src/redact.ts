const CENSOR = '[redacted]';

/** Deeper than any log object of ours; below it a value is dropped, not printed. */
const MAX_DEPTH = 5;

/**
 * Names whose value is never printed, wherever in the object they stand and in whichever spelling
 * (`clientSecret`, `client_secret`, `X-Client-Secret`). Matched on the name with everything but
 * letters removed, because pino's own `redact` takes exact paths and misses one level deeper.
 */
const SECRET_NAME =
  /(authorization|cookie|password|passwd|secrets?|tokens?|apikey|oryapikey|privatekey|credentials?|proof|pairwisesalt|jwt)$/;

const isSecretName = (name: string): boolean =>
  SECRET_NAME.test(name.toLowerCase().replaceAll(/[^a-z]/g, ''));

/** The secrets that MoltNet gives out: all begin with `mlt_` and the kind, which stays readable. */
export const redactTokens = (text: string): string =>
  text.replaceAll(/(mlt_[a-z]+_)[\w-]+/g, `$1${CENSOR}`);

/**
 * Secrets inside running text, on the finished line: our own, a password in
 * `postgres://user:password@host`, as a driver prints it when it cannot connect, and what follows
 * `Bearer`.
 */
export const redactText = (line: string): string =>
  redactTokens(line)
    .replaceAll(/:\/\/[^\s/"]+@/g, `://${CENSOR}@`)
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${CENSOR}`);

interface LoggedError {
  type: string;
  message: string;
  stack?: string;
  code?: string | number;
  status?: number;
  cause?: LoggedError;
}

/**
 * An error as it goes to the log: a fixed set of fields. HTTP clients hang the whole request, with
 * its Authorization header, on the errors they throw; copying enumerable fields would print it.
 */
function serializeError(error: Error, depth = 0): LoggedError {
  const { code, status, statusCode } = error as {
    code?: unknown;
    status?: unknown;
    statusCode?: unknown;
  };
  const shownStatus = status ?? statusCode;
  return {
    type: error.constructor.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof shownStatus === 'number' ? { status: shownStatus } : {}),
    ...(error.cause instanceof Error && depth < 3
      ? { cause: serializeError(error.cause, depth + 1) }
      : {}),
  };
}

function redactValue(value: unknown, depth: number): unknown {
  if (value instanceof Error) return serializeError(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  // Class instances (a Fastify request, a Date) are left to pino's serializers and toJSON.
  if (prototype !== Object.prototype && prototype !== null) return value;
  return redactFields(value as Record<string, unknown>, depth + 1);
}

/** A copy of a log object with the value of every secret-named field replaced, at any depth. */
export function redactFields(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const hidden = isSecretName(name) && (typeof value === 'string' || typeof value === 'object');
    copy[name] = hidden ? CENSOR : redactValue(value, depth);
  }
  return copy;
}
