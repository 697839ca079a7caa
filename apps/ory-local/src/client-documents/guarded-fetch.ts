import { lookup as lookupName, type LookupOptions } from 'node:dns';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/** Connections to other people's servers at the same time. */
const MAX_SOCKETS = 16;
const MAX_HEADER_BYTES = 8 * 1024;

class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';

  constructor(host: string) {
    super(`${host} is not on the public internet`);
  }
}

/**
 * A `fetch` for URLs that strangers bring: https only, GET only, no redirect is followed, and a
 * connection is made to public addresses alone. The address is checked when it is resolved and that
 * very address is connected to, so that a name can't change its mind in between (DNS rebinding).
 *
 * @param allowLoopback For development: this machine's own addresses count as public.
 */
export function guardedFetch(allowLoopback: boolean): typeof fetch {
  const admits = (address: string): boolean =>
    isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));
  const agent = new Agent({ keepAlive: false, maxSockets: MAX_SOCKETS });

  const lookup: LookupFunction = (hostname, options: LookupOptions, answer) => {
    lookupName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, '', 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => admits(address)))
        return answer(new ForbiddenAddressError(hostname), '', 0);
      if (options.all === true) return answer(null, addresses);
      return answer(null, first.address, first.family);
    });
  };

  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'https:') throw new TypeError(`${url.protocol} is not fetched`);
    // Node looks no name up where the URL has an address.
    const host = url.hostname.replaceAll(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !admits(host)) throw new ForbiddenAddressError(host);
    const { signal } = init ?? {};
    const sent = request(url, {
      agent,
      lookup,
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(signal ? { signal } : {}),
    });
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return asResponse(answer);
  };
}

function asResponse(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (const name of ['content-type', 'content-length', 'cache-control', 'expires']) {
    const value = answer.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const status = answer.statusCode ?? 502;
  const hasBody = status >= 200 && ![204, 205, 304].includes(status);
  if (!hasBody) answer.resume();
  return new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream<Uint8Array>) : null, {
    status: status >= 200 && status <= 599 ? status : 502,
    headers,
  });
}
