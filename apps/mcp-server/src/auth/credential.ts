import { Problem } from '@moltnet/contract';
import type { IncomingHttpHeaders } from 'node:http';

/** What a caller proves itself with. */
export type Credential =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'client'; readonly clientId: string; readonly clientSecret: string };

/** RFC 6750 §2.1: the scheme in any letter case, then a b64token. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

const MAX_LENGTH = 8_192;

/**
 * Reads the credential of a request: `Authorization: Bearer …`, or `X-Client-Id` with
 * `X-Client-Secret` for agents that cannot run an OAuth flow. A bearer token wins over the pair.
 *
 * @returns undefined when the request carries none
 * @throws Problem UNAUTHORIZED when it carries half a pair, or an Authorization of another kind
 */
export function readCredential(headers: IncomingHttpHeaders): Credential | undefined {
  if (headers.authorization !== undefined) {
    const token = BEARER.exec(headers.authorization)?.[1];
    if (token === undefined || token.length > MAX_LENGTH)
      throw new Problem('UNAUTHORIZED', 'Authorization must be `Bearer` and an access token.');
    return { kind: 'bearer', token };
  }
  const clientId = headers['x-client-id'];
  const clientSecret = headers['x-client-secret'];
  if (clientId === undefined && clientSecret === undefined) return undefined;
  if (!isHeaderText(clientId) || !isHeaderText(clientSecret))
    throw new Problem('UNAUTHORIZED', 'X-Client-Id and X-Client-Secret must be sent together.');
  return { kind: 'client', clientId, clientSecret };
}

function isHeaderText(value: string | string[] | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 1_024;
}
