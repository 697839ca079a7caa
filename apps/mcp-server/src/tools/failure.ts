import type { FieldError } from '@moltnet/contract';
import { MoltNetConnectionError, MoltNetProblem } from '../upstream/client.ts';
import { InvalidArguments } from './invalid-arguments.ts';

/**
 * What a model is told of a failed call: what went wrong, in which fields, and what it can do. Only
 * text that is meant for callers: never a stack, nor the message of an error that nobody foresaw.
 *
 * @param requestId - names the call in our logs
 */
export function failureText(error: unknown, requestId: string): string {
  return [...lines(error), `Request id: ${requestId}`].join('\n');
}

/** Whether the failure is ours rather than the caller's or the network's: worth an error line. */
export function isUnforeseen(error: unknown): boolean {
  return !(
    error instanceof InvalidArguments ||
    error instanceof MoltNetProblem ||
    error instanceof MoltNetConnectionError
  );
}

function lines(error: unknown): string[] {
  if (error instanceof InvalidArguments) return ['Invalid tool arguments', ...fields(error.errors)];
  if (error instanceof MoltNetProblem)
    return [
      `${error.title} (${error.code}, ${error.status}): ${error.detail}`,
      ...fields(error.errors),
      ...(error.retryAfter === undefined ? [] : [`Try again in ${error.retryAfter} s.`]),
    ];
  if (error instanceof MoltNetConnectionError)
    return ['Service unavailable: the MoltNet API does not answer. Try again in a moment.'];
  return ['Internal server error: the tool failed.'];
}

function fields(errors: readonly FieldError[]): string[] {
  return errors.map(({ field, message }) => `- ${field}: ${message}`);
}
