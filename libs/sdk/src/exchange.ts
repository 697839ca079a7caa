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
      throw connectionError(url, cause, timeout.aborted ? timeoutMs : undefined);
    }
  };
}

/** Sends one request whose answer is read bit by bit; a refusal is read whole. */
export type StreamExchange = (
  request: WireRequest,
  signal?: AbortSignal,
) => Promise<Reply | ReadableStream<Uint8Array>>;

/** @param timeoutMs until the answer begins, in milliseconds; it may take as long as it takes. */
export function createStreamExchange(fetch: Fetch, timeoutMs: number): StreamExchange {
  return async ({ method, url, headers }, signal) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
      if (response.ok && response.body) return response.body;
      const { status } = response;
      return { status, headers: response.headers, body: parse(await response.text()) };
    } catch (cause) {
      signal?.throwIfAborted();
      throw connectionError(url, cause, late.signal.aborted ? timeoutMs : undefined);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** @param timeoutMs how long was waited for in vain, where it was that. */
function connectionError(
  url: string,
  cause: unknown,
  timeoutMs: number | undefined,
): MoltNetConnectionError {
  const { origin } = new URL(url);
  return timeoutMs === undefined
    ? new MoltNetConnectionError(`cannot reach ${origin}: ${reasonOf(cause)}`, { cause })
    : new MoltNetConnectionError(`${origin} did not answer within ${timeoutMs / 1000} s`, {
        cause,
        timedOut: true,
      });
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
