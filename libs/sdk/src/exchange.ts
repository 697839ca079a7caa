import { MoltNetConnectionError } from './connection-error.ts';
import type { Reply } from './reply.ts';

export type Fetch = typeof globalThis.fetch;

/** One request as it goes over the wire. */
export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

/** Sends one request and reads the whole answer, or fails with a MoltNetConnectionError. */
export type Exchange = (request: WireRequest, signal?: AbortSignal) => Promise<Reply>;

/**
 * @param timeoutMs for one attempt, from connecting to the last byte of the answer, in milliseconds.
 */
export function createExchange(fetch: Fetch, timeoutMs: number): Exchange {
  return async ({ method, url, headers, body }, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        headers,
        body: body ?? null,
        // Followed, a redirect would carry a client secret to wherever it points.
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const { status } = response;
      return { status, headers: response.headers, body: parse(await response.text()) };
    } catch (cause) {
      signal?.throwIfAborted();
      const { origin } = new URL(url);
      throw timeout.aborted
        ? new MoltNetConnectionError(`${origin} did not answer within ${timeoutMs / 1000} s`, {
            cause,
            timedOut: true,
          })
        : new MoltNetConnectionError(`cannot reach ${origin}: ${reasonOf(cause)}`, { cause });
    }
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch says only "fetch failed"; what happened stands in its cause, or in the causes of that. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
