import type { Introspect } from '../ory/introspection.ts';
import { InvalidTokenError } from './invalid-token.ts';

/** The characters of RFC 6750 §2.1 in a length that Hydra's tokens have; what has not is not worth a call. */
const OPAQUE = /^[\w.~+/-]{16,512}=*$/;

/**
 * The claims of an opaque access token that Hydra still honours.
 * @throws InvalidTokenError when it does not, UpstreamUnavailableError when it does not answer.
 */
export async function introspectToken(
  token: string,
  introspect: Introspect,
): Promise<Readonly<Record<string, unknown>>> {
  if (!OPAQUE.test(token)) throw new InvalidTokenError('not a token');
  const claims = await introspect(token);
  if (!claims.active) throw new InvalidTokenError('inactive');
  // Refresh tokens are active too, and are no access tokens.
  if (claims.token_use !== undefined && claims.token_use !== 'access_token') {
    throw new InvalidTokenError('token_use');
  }
  return { ...claims };
}
