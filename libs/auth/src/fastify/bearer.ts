import type { IncomingMessage } from 'node:http';
import { Problem } from '@moltnet/contract';

/** RFC 6750 §2.1; the scheme in any letter case (RFC 9110 §11.1). */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;
/** Longer than any token that Hydra mints, far below Node's limit for all headers (16 KiB). */
const MAX_LENGTH = 8_192;

/**
 * The bearer token of a request, or `null` when it brings no credential.
 * @throws Problem `UNAUTHORIZED` when it brings something else, or more than one: Node keeps the
 *   first of several `Authorization` headers, a proxy in front may judge by the last.
 */
export function bearerToken(request: IncomingMessage): string | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  const token =
    authorization.length <= MAX_LENGTH && countHeader(request, 'authorization') === 1
      ? BEARER.exec(authorization)?.[1]
      : undefined;
  if (token === undefined) {
    throw new Problem('UNAUTHORIZED', 'The Authorization header must be one `Bearer <token>`.');
  }
  return token;
}

/** How often a header stands in the request, which Node's `headers` does not say. */
export function countHeader({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) count += 1;
  }
  return count;
}
