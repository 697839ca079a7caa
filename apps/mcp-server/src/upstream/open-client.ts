import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';

/** Where the REST API is, and how long one request to it may take, in milliseconds. */
export interface UpstreamOptions {
  readonly apiUrl: string;
  readonly timeoutMs: number;
}

/** Whose requests they are: an access token, and where it arrived. */
export interface Sender {
  readonly token: string;
  readonly requestId: string;
  /** The client's network address. */
  readonly address: string;
}

/**
 * The REST API as `sender` sees it. Each request tells it which request of ours it belongs to, and
 * whose it is: without the address every agent behind this server would share one rate limit. The
 * API believes the address only where it trusts us as a proxy.
 */
export function openClient({ apiUrl, timeoutMs }: UpstreamOptions, sender: Sender): MoltNetClient {
  const { token, requestId, address } = sender;
  return createMoltNetClient({
    baseUrl: apiUrl,
    auth: { accessToken: token },
    timeoutMs,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-request-id', requestId);
      headers.set('x-forwarded-for', address);
      return fetch(input, { ...init, headers });
    },
  });
}
