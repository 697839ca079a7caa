import { MoltNetConnectionError } from './connection-error.ts';
import { pause } from './pause.ts';
import { retryAfter, type Reply } from './reply.ts';

const ATTEMPTS = 3;
/** Milliseconds before the second attempt; doubled before the third. */
const FIRST_WAIT = 250;
/** A server that asks for longer (seconds) is answered with its own problem, not with silence. */
const LONGEST_WAIT = 10;

/**
 * Repeats `attempt` while the server is busy or the line is down, at most twice, waiting as long as
 * `Retry-After` says. A timeout is not repeated: the caller has waited long enough. Only for
 * requests that do the same when they arrive twice.
 */
export async function withRetries(
  attempt: () => Promise<Reply>,
  signal?: AbortSignal,
): Promise<Reply> {
  for (let sent = 1; ; sent++) {
    const outcome = await settle(attempt);
    const wait = sent < ATTEMPTS ? waitFor(outcome, sent) : undefined;
    if (wait === undefined) {
      if (outcome instanceof MoltNetConnectionError) throw outcome;
      return outcome;
    }
    await pause(wait, signal);
  }
}

async function settle(attempt: () => Promise<Reply>): Promise<Reply | MoltNetConnectionError> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof MoltNetConnectionError) return error;
    throw error;
  }
}

/** Milliseconds to wait after `outcome` of the last of `sent` attempts, or undefined when it stands. */
function waitFor(outcome: Reply | MoltNetConnectionError, sent: number): number | undefined {
  // Full jitter over the upper half: clients that failed together do not come back together.
  const backoff = FIRST_WAIT * 2 ** (sent - 1) * (0.5 + Math.random() / 2);
  if (outcome instanceof MoltNetConnectionError) return outcome.timedOut ? undefined : backoff;
  if (!isBusy(outcome)) return undefined;
  const asked = retryAfter(outcome) ?? 0;
  return asked > LONGEST_WAIT ? undefined : Math.max(asked * 1000, backoff);
}

/** A 409 that says when to come back: the first of two equal requests is still being carried out. */
function isBusy(reply: Reply): boolean {
  const { status } = reply;
  return status === 429 || status === 503 || (status === 409 && retryAfter(reply) !== undefined);
}
