import type { Introspect } from '../ory/introspection.ts';
import type { SealedAnswers } from './sealed-answers.ts';
import { InvalidTokenError } from './invalid-token.ts';
import { looksLikeJwt } from './jwt.ts';

/** The characters of RFC 6750 §2.1 in a length that Hydra's tokens have; what has not is not worth a call. */
const OPAQUE = /^[\w.~+/-]{16,512}=*$/;

/** What Hydra said of a token, and when: milliseconds since the epoch. */
export interface Introspection {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly askedAt: number;
}

export interface IntrospectionSource {
  readonly introspect: Introspect;
  /** Where machines keep introspections for each other. */
  readonly shared?: SealedAnswers | undefined;
  /** How old one of another machine's may be, in milliseconds. */
  readonly freshMs: number;
}

/**
 * The claims of an access token that Hydra still honours.
 * @throws InvalidTokenError when it does not, UpstreamUnavailableError when it does not answer.
 */
export async function introspectToken(
  token: string,
  { introspect, shared, freshMs }: IntrospectionSource,
): Promise<Introspection> {
  if (!OPAQUE.test(token) && !looksLikeJwt(token)) throw new InvalidTokenError('not a token');
  const askedAt = Date.now();
  const other = (await shared?.find(token)) as Introspection | null | undefined;
  if (other && other.askedAt <= askedAt && askedAt < other.askedAt + freshMs) return other;
  const claims = await introspect(token);
  if (!claims.active) throw new InvalidTokenError('inactive');
  // Refresh tokens are active too, and are no access tokens.
  if (claims.token_use !== undefined && claims.token_use !== 'access_token') {
    throw new InvalidTokenError('token_use');
  }
  const introspection = { claims: { ...claims }, askedAt };
  // Not waited for: nobody needs it before it is there.
  void shared?.keep(token, introspection, freshMs);
  return introspection;
}
