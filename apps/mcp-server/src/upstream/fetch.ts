import type { Caller } from '../auth/caller.ts';

/**
 * A `fetch` for one tool call: it ends when the call does, and tells the REST API which request it
 * belongs to and whose it is. Without the address every agent behind this server would share one
 * rate limit; the API believes it only from a proxy that it trusts.
 */
export function fetchFor(caller: Caller, signal: AbortSignal): typeof fetch {
  return (input, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('x-request-id', caller.extra.requestId);
    headers.set('x-forwarded-for', caller.extra.address);
    const ends = init.signal ? AbortSignal.any([signal, init.signal]) : signal;
    return fetch(input, { ...init, headers, signal: ends });
  };
}
