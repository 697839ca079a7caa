import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Problem } from '@moltnet/contract';
import { isLoopbackAddress, isPublicAddress } from './addresses.ts';

/** Where webhooks may be sent. */
export interface EndpointRules {
  /** For development: also to this machine, and without TLS there. */
  readonly allowLoopback: boolean;
}

/** An address that a name stands for, looked at and allowed. */
export interface AllowedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Why nothing is sent there; told to the owner. */
export class EndpointRefusedError extends Error {
  override readonly name = 'EndpointRefusedError';
}

/**
 * The URL of a new webhook, as it will be called.
 * @throws Problem 400 where no request is ever sent there
 */
export function endpointUrl(text: string, { allowLoopback }: EndpointRules): string {
  if (!URL.canParse(text)) throw refused('must be an address');
  const url = new URL(text);
  const host = hostOf(url);
  if (url.username !== '' || url.password !== '') throw refused('must not hold a password');
  if (allowLoopback && url.protocol === 'http:' && isOwnName(host)) return url.href;
  if (url.protocol !== 'https:') throw refused('must begin with https://');
  if (isIP(host) !== 0 && !isAllowed(host, allowLoopback)) {
    throw refused('must be reachable from the internet');
  }
  return url.href;
}

/**
 * The addresses that a host stands for now. All of them must be allowed: one that is not is a name
 * made to lead inside.
 * @throws EndpointRefusedError
 */
export async function allowedAddresses(
  url: URL,
  { allowLoopback }: EndpointRules,
): Promise<readonly [AllowedAddress, ...AllowedAddress[]]> {
  const found = await lookup(hostOf(url), { all: true, verbatim: true }).catch(() => []);
  if (!found.every(({ address }) => isAllowed(address, allowLoopback))) {
    throw new EndpointRefusedError('the name leads to an address that is not public');
  }
  const [first, ...others] = found.map(({ address, family }): AllowedAddress => ({
    address,
    family: family === 6 ? 6 : 4,
  }));
  if (first === undefined) throw new EndpointRefusedError('the name is not known');
  return [first, ...others];
}

function refused(message: string): Problem {
  return new Problem('VALIDATION_FAILED', `url ${message}.`, {
    errors: [{ field: 'body.url', message }],
  });
}

/** Without the brackets of an IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function isOwnName(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(host);
}

function isAllowed(address: string, allowLoopback: boolean): boolean {
  return isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));
}
