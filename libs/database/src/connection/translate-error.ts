import {
  DatabaseUnavailableError,
  ForeignKeyViolation,
  UniqueViolation,
  UnstorableTextError,
} from './errors.ts';

/** Raised by postgres.js and by Node's sockets when there is no connection. */
const CONNECTION_CODES = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * SQLSTATEs of a server that is there but cannot serve: class 53 (out of resources), class 57
 * without 57P04 (shutting down, starting up, statement timeout), 55P03 (lock timeout), 25P03 (idle in
 * transaction too long), and 40P01 and 40001 (ended in favour of another transaction, again and
 * again). Postgres manual, appendix A.
 */
const UNAVAILABLE_STATES = /^(53...|57014|57P0[123]|55P03|25P03|40P01|40001|08...)$/;

interface CodedError {
  readonly code: string;
  readonly constraint_name?: string;
}

/**
 * Turns what the driver threw into one of the typed errors of ./errors.ts; anything else comes
 * back as it is.
 */
export function translateError(error: unknown): unknown {
  if (!isCoded(error)) return error;
  const constraint = error.constraint_name ?? '';
  if (error.code === '23505') return new UniqueViolation(constraint, error);
  if (error.code === '23503') return new ForeignKeyViolation(constraint, error);
  if (error.code === '22021' || error.code === '22P05') return new UnstorableTextError(error);
  if (CONNECTION_CODES.has(error.code) || UNAVAILABLE_STATES.test(error.code)) {
    return new DatabaseUnavailableError(error.code, error);
  }
  return error;
}

/** Runs `work`; what it throws is translated. */
export async function withTypedErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateError(error);
  }
}

/** A reader's or writer's verbs. */
type Verbs<T> = { readonly [Verb in keyof T]: (...input: never[]) => Promise<unknown> };

/** Gives every method of a reader or writer the typed errors. */
export function typedErrors<T extends Verbs<T>>(verbs: T): T {
  const wrapped = Object.entries<(...input: never[]) => Promise<unknown>>(verbs).map(
    ([verb, run]) => [verb, (...input: never[]) => withTypedErrors(() => run(...input))] as const,
  );
  return Object.fromEntries(wrapped) as unknown as T;
}

function isCoded(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
