import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { UpstreamUnavailableError } from '../upstream-error.ts';
import { InvalidTokenError } from './invalid-token.ts';

/** Asymmetric only: with an HMAC among them a public key would do as the secret (RFC 8725 §3.1). */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_SKEW_S = 5;

export interface JwtRules {
  readonly keyOf: JWTVerifyGetKey;
  /** With and without a trailing slash counts as the same issuer: Ory Network has had both. */
  readonly issuer: string;
  /** A token that names audiences must name one of these. */
  readonly audiences: readonly string[];
}

/** Three base64url parts (RFC 7515 §3.1). Hydra's opaque tokens have two. */
export function looksLikeJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

/**
 * The claims of a JWT whose signature, issuer, audience and times are good.
 * @throws InvalidTokenError when one is not, UpstreamUnavailableError when its key cannot be had.
 */
export async function verifyJwt(token: string, rules: JwtRules): Promise<JWTPayload> {
  const issuer = rules.issuer.replace(/\/+$/, '');
  try {
    const { payload } = await jwtVerify(token, rules.keyOf, {
      algorithms: ALGORITHMS,
      issuer: [issuer, `${issuer}/`],
      clockTolerance: CLOCK_SKEW_S,
      requiredClaims: ['exp', 'iss', 'client_id'],
    });
    if (!isFor(payload.aud, rules.audiences)) throw new InvalidTokenError('aud');
    return payload;
  } catch (error) {
    if (error instanceof InvalidTokenError || error instanceof UpstreamUnavailableError)
      throw error;
    if (error instanceof errors.JOSEError) throw new InvalidTokenError(error.code);
    throw error;
  }
}

function isFor(aud: JWTPayload['aud'], audiences: readonly string[]): boolean {
  // Clients write the URL of a server with and without its last slash.
  const named = (aud === undefined ? [] : [aud].flat()).map((audience) =>
    audience.replace(/\/$/, ''),
  );
  return named.length === 0 || named.some((audience) => audiences.includes(audience));
}
