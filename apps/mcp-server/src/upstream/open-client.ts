import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';
import { forwardedAddress } from './forwarded-address.ts';

/** Where the REST API is, and how long one request to it may take, in milliseconds. */
export interface UpstreamOptions {
  readonly apiUrl: string;
  readonly timeoutMs: number;
  /** Shown with the caller's address. */
  readonly forwardingKey: string | undefined;
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
 * whose it is: without the address every agent behind this server would share one rate limit.
 */
export function openClient(upstream: UpstreamOptions, sender: Sender): MoltNetClient {
  const { apiUrl, timeoutMs, forwardingKey } = upstream;
  const { token, requestId, address } = sender;
  return createMoltNetClient({
    baseUrl: apiUrl,
    auth: { accessToken: token },
    timeoutMs,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-request-id', requestId);
      for (const [name, value] of Object.entries(forwardedAddress(address, forwardingKey)))
        headers.set(name, value);
      return fetch(input, { ...init, headers });
    },
  });
}
