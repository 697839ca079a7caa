import type { FieldError } from '@moltnet/contract';
import { MoltNetConnectionError, MoltNetProblem } from '@moltnet/sdk';
import { InvalidArguments } from './invalid-arguments.ts';

/** Characters of what a request collided with. */
const MAX_CONFLICT = 2_000;

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
    error instanceof MoltNetConnectionError ||
    isOutOfTime(error)
  );
}

function lines(error: unknown): string[] {
  if (error instanceof InvalidArguments) return ['Invalid tool arguments', ...fields(error.errors)];
  if (error instanceof MoltNetProblem && error.code !== 'UNKNOWN')
    return [
      `${error.title} (${error.code}, ${error.status}): ${error.detail}`,
      ...fields(error.errors),
      ...(error.conflict === undefined ? [] : [conflict(error.conflict)]),
      ...(error.retryAfter === undefined ? [] : [`Try again in ${error.retryAfter} s.`]),
    ];
  if (isUnforeseen(error)) return ['Internal server error: the tool failed.'];
  // The error itself names addresses and repeats what a stranger in between has answered.
  return ['Service unavailable: the MoltNet API does not answer. Try again in a moment.'];
}

function isOutOfTime(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

function fields(errors: readonly FieldError[]): string[] {
  return errors.map(({ field, message }) => `- ${field}: ${message}`);
}

/** Such as the ids of the entries that a pack must not hold; of very many the first. */
function conflict(state: Readonly<Record<string, unknown>>): string {
  return `Conflict: ${JSON.stringify(state).slice(0, MAX_CONFLICT)}`;
}
