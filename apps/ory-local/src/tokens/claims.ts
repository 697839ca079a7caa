import type { TokenSettings } from '../project.ts';

export interface AccessTokenFacts {
  issuer: string;
  clientId: string;
  /** The person, or the client itself. */
  subject: string;
  scopes: string[];
  audience: string[];
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
  id: string;
  /** What the token hook added. */
  ext: Record<string, unknown>;
}

/**
 * The payload of a JWT access token, claim for claim as Hydra writes it: what the hook adds stands
 * under `ext`, and beside it at the top where the project allows the name.
 */
export function accessTokenPayload(
  facts: AccessTokenFacts,
  settings: TokenSettings,
): Record<string, unknown> {
  const topLevel = pick(facts.ext, settings.allowedTopLevelClaims);
  const ext = settings.mirrorTopLevelClaims
    ? facts.ext
    : omit(facts.ext, settings.allowedTopLevelClaims);
  return {
    ...topLevel,
    aud: facts.audience,
    client_id: facts.clientId,
    exp: facts.expiresAt,
    ext,
    iat: facts.issuedAt,
    iss: facts.issuer,
    jti: facts.id,
    nbf: facts.issuedAt,
    ...(settings.scopeClaim === 'string' ? {} : { scp: facts.scopes }),
    ...(settings.scopeClaim === 'list' ? {} : { scope: facts.scopes.join(' ') }),
    sub: facts.subject,
  };
}

function pick(from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

function omit(from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
}
