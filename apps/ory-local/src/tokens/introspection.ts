import { createLocalJWKSet, jwtVerify, type JWK, type JWTPayload } from 'jose';
import type { IntrospectedOAuth2Token } from '@ory/client';
import type { Provider } from 'oidc-provider';
import type { ClientStore } from '../clients/store.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import { GENERATION_HEADER, type TokenExtra } from './token-extra.ts';

export interface IntrospectionOptions {
  issuer: string;
  keys: JWK[];
  provider: Provider;
  clients: Pick<ClientStore, 'find'>;
  revoked: RevokedTokens;
}

/** A token that is good now. */
export interface LiveToken {
  clientId: string;
  introspected: IntrospectedOAuth2Token;
  revoke(): Promise<void>;
}

export type FindToken = (token: string) => Promise<LiveToken | undefined>;

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const OPAQUE = /^[\w-]{1,255}$/;

/**
 * Finds a live access token. JWTs are not stored: one is live while its signature and times hold,
 * nobody has revoked it, and its client is there with the secret that it had when it was made.
 */
export function tokenFinder(options: IntrospectionOptions): FindToken {
  const { provider, clients } = options;
  const findJwt = jwtFinder(options);
  const findOpaque = opaqueFinder(provider, options.issuer);
  return async (token) => {
    const found = JWT.test(token)
      ? await findJwt(token)
      : OPAQUE.test(token) && (await findOpaque(token));
    if (!found) return undefined;
    const client = await clients.find(found.live.clientId);
    return client?.generation === found.generation ? found.live : undefined;
  };
}

interface Found {
  live: LiveToken;
  generation: unknown;
}

function jwtFinder({ issuer, keys, revoked }: IntrospectionOptions) {
  const jwks = createLocalJWKSet({ keys: keys.map(publicPart) });
  return async (token: string): Promise<Found | undefined> => {
    const verified = await jwtVerify(token, jwks, { issuer, algorithms: ['RS256'] }).catch(
      () => undefined,
    );
    if (verified === undefined) return undefined;
    const claims = verified.payload as JWTPayload & {
      client_id: string;
      jti: string;
      exp: number;
      ext: Record<string, unknown>;
      scope?: string;
      scp?: string[];
    };
    if (await revoked.has(claims.jti)) return undefined;
    return {
      generation: verified.protectedHeader[GENERATION_HEADER],
      live: {
        clientId: claims.client_id,
        revoke: () => revoked.add(claims.jti, claims.exp),
        introspected: {
          ...standardClaims(issuer, claims.client_id, claims.exp, claims.iat),
          scope: claims.scope ?? claims.scp?.join(' ') ?? '',
          aud: [claims.aud ?? []].flat(),
          ext: claims.ext,
        },
      },
    };
  };
}

function opaqueFinder(provider: Provider, issuer: string) {
  return async (token: string): Promise<Found | undefined> => {
    const found = await provider.ClientCredentials.find(token);
    if (found === undefined || !found.isValid) return undefined;
    const { ext, generation, audience } = found.extra as unknown as TokenExtra;
    const clientId = String(found.clientId);
    return {
      generation,
      live: {
        clientId,
        revoke: () => found.destroy(),
        introspected: {
          ...standardClaims(issuer, clientId, Number(found.exp), found.iat),
          scope: found.scope ?? '',
          aud: audience,
          ext,
        },
      },
    };
  };
}

function standardClaims(
  issuer: string,
  clientId: string,
  exp: number,
  iat: number | undefined,
): IntrospectedOAuth2Token {
  return {
    active: true,
    client_id: clientId,
    sub: clientId,
    iss: issuer,
    exp,
    ...(iat === undefined ? {} : { iat, nbf: iat }),
    token_type: 'Bearer',
    token_use: 'access_token',
  };
}

/** The public half, as it is in the JWKS. */
const publicPart = ({ kty, n, e, kid, alg, use }: JWK): JWK =>
  ({ kty, n, e, kid, alg, use }) as JWK;
