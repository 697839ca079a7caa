import { Problem } from '@moltnet/contract';
import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
} from 'jose';

/** What we read of an access token. */
export interface Claims {
  /** Of client credentials: the OAuth2 client. */
  readonly sub: string;
  /** Seconds since the epoch. */
  readonly exp: number;
}

/** Checks an access token before anything is done for it. */
export interface TokenVerifier {
  /**
   * @param audiences - values of `aud` that mean this server
   * @returns the claims of a JWT; undefined for an opaque token, which only the REST API can judge
   * @throws Problem UNAUTHORIZED for a token that is forged, expired or meant for somebody else;
   *   SERVICE_UNAVAILABLE when the issuer's keys cannot be had
   */
  verify(token: string, audiences: readonly string[]): Promise<Claims | undefined>;
}

/** Only signatures that a public key verifies: a shared secret would let any verifier mint. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** Faults of the key set's host, not of the token. */
const ISSUER_FAULTS = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/**
 * Verifies JWTs of the Ory project against its published keys, which jose keeps for 10 minutes.
 * A token without `aud` passes: Hydra writes the claim only where the client asked for an audience.
 *
 * @param options.oryUrl - where the keys are; without a trailing slash
 * @param options.issuer - what the issuer calls itself; the claim may have a trailing slash
 */
export function createTokenVerifier(options: {
  readonly oryUrl: string;
  readonly issuer: string;
  readonly timeoutMs: number;
}): TokenVerifier {
  const { oryUrl, issuer, timeoutMs } = options;
  const keys = createRemoteJWKSet(new URL(`${oryUrl}/.well-known/jwks.json`), {
    timeoutDuration: timeoutMs,
  });

  return {
    async verify(token, audiences) {
      if (!isJwt(token)) return undefined;
      try {
        const { payload } = await jwtVerify<Claims>(token, keys, {
          issuer: [issuer, `${issuer}/`],
          algorithms: ALGORITHMS,
          clockTolerance: 5,
          requiredClaims: ['exp', 'sub'],
        });
        if (isForSomebodyElse(payload.aud, audiences))
          throw new Problem('UNAUTHORIZED', 'The access token is meant for another service.');
        return { sub: payload.sub, exp: payload.exp };
      } catch (error) {
        throw toProblem(error);
      }
    },
  };
}

function isJwt(token: string): boolean {
  if (token.split('.').length !== 3) return false;
  try {
    return typeof decodeProtectedHeader(token).alg === 'string';
  } catch {
    return false;
  }
}

function isForSomebodyElse(aud: JWTPayload['aud'], audiences: readonly string[]): boolean {
  const named = [aud ?? []].flat().map((value) => value.replace(/\/$/, ''));
  return named.length > 0 && !named.some((value) => audiences.includes(value));
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof errors.JWTExpired)
    return new Problem('UNAUTHORIZED', 'The access token has expired.', { cause: error });
  if (error instanceof errors.JOSEError && !ISSUER_FAULTS.has(error.code))
    return new Problem('UNAUTHORIZED', 'The access token is not valid.', { cause: error });
  return new Problem('SERVICE_UNAVAILABLE', 'The identity service does not answer.', {
    retryAfter: 5,
    cause: error,
  });
}
