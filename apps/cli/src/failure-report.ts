import { CryptoInputError } from '@moltnet/crypto';
import { MoltNetConnectionError, MoltNetProblem } from '@moltnet/sdk';
import { EXIT } from './exit-code.ts';
import { Failure, type FailureExit } from './failure.ts';

const FAILURE_CODES = {
  [EXIT.problem]: 'NOT_VERIFIED',
  [EXIT.usage]: 'USAGE',
  [EXIT.config]: 'CONFIG',
  [EXIT.connection]: 'CANNOT_CONNECT',
} as const satisfies Record<FailureExit, string>;

/** How an error ends the command. */
export interface FailureReport {
  exitCode: FailureExit;
  /** For people; the first line says what happened, further ones what to do. */
  text: string;
  /** For programs, under `--json`. */
  json: { error: Record<string, unknown> };
}

/** What to tell about `error`, whatever it is. */
export function reportOf(error: unknown): FailureReport {
  if (error instanceof MoltNetProblem) return problemReport(error);
  if (error instanceof MoltNetConnectionError) {
    const hint = 'Is the network running? MOLTNET_API_URL names another one.';
    return report(EXIT.connection, FAILURE_CODES[EXIT.connection], error.message, [hint]);
  }
  if (error instanceof Failure) {
    return report(error.exitCode, FAILURE_CODES[error.exitCode], error.message);
  }
  if (error instanceof CryptoInputError)
    return report(EXIT.usage, FAILURE_CODES[EXIT.usage], error.message);
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return report(EXIT.problem, 'UNEXPECTED', message);
}

function problemReport(problem: MoltNetProblem): FailureReport {
  const { status, code, title, detail, errors, retryAfter, requestId } = problem;
  // The detail of a validation names the faults that fit into it.
  const lines = errors
    .map(({ field, message }) => `${field} ${message}`)
    .filter((fault) => !detail.includes(fault));
  if (status === 401) lines.push('The credential is no longer good; register again with --force.');
  if (retryAfter !== undefined) lines.push(`Try again in ${retryAfter} s.`);
  if (requestId !== undefined) lines.push(`Request ${requestId}`);
  const json = { error: { code, status, title, detail, errors, retryAfter, requestId } };
  return { exitCode: EXIT.problem, text: [`${detail} (${code})`, ...lines].join('\n'), json };
}

function report(
  exitCode: FailureExit,
  code: string,
  detail: string,
  hints: readonly string[] = [],
): FailureReport {
  return { exitCode, text: [detail, ...hints].join('\n'), json: { error: { code, detail } } };
}
