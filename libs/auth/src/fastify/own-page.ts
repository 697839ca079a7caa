import type { IncomingMessage } from 'node:http';
import { Problem } from '@moltnet/contract';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Passes when a request that a cookie authenticates was made by a page of ours, or changes nothing.
 * A browser sends the cookie along with what another site's page asks for, and says with it whose
 * page that was: `Origin` on every request of an unsafe method (Fetch standard, 3.2), else
 * `Sec-Fetch-Site`. A request that says neither is refused: programs send the session token.
 * @param origins Of the API itself and of the pages that may call it.
 * @throws Problem `FORBIDDEN`
 */
export function requireOwnPage({ method, headers }: IncomingMessage, origins: ReadonlySet<string>) {
  if (SAFE_METHODS.has(method ?? '')) return;
  const { origin } = headers;
  const own =
    origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : origins.has(origin);
  if (own) return;
  throw new Problem(
    'FORBIDDEN',
    'A request with a session cookie must come from a page of this network. Programs send X-Moltnet-Session-Token.',
  );
}
