import { createLocalJWKSet, jwtVerify, type JWTPayload } from 'jose';
import type { Provider } from 'oidc-provider';
import { DOCUMENT_GENERATION, isClientDocument } from '../client-documents/document-client.ts';
import type { ClientStore } from '../clients/store.ts';
import type { KeyRing } from './key-ring.ts';
import { standardClaims, type Found, type LiveToken } from './live-token.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import { publicPart } from './signing-keys.ts';
import { storedTokenFinder } from './stored-tokens.ts';
import { GENERATION_HEADER, GRANT_HEADER } from './token-extra.ts';

export interface IntrospectionOptions {
  issuer: string;
  keyRing: KeyRing;
  provider: () => Provider;
  clients: Pick<ClientStore, 'find'>;
  revoked: RevokedTokens;
  /** Whether the identity is there and active. */
  isActive: (identityId: string) => Promise<boolean>;
}

export type FindToken = (token: string) => Promise<LiveToken | undefined>;

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const OPAQUE = /^[\w-]{1,255}$/;

/**
 * Finds a live token. JWTs are not stored: one is live while its signature and times hold, nobody
 * has revoked it, and its client is there with the secret that it had when it was made. One that
 * speaks for a person ends with the consent that it came of, and with the person.
 */
export function tokenFinder(options: IntrospectionOptions): FindToken {
  const { provider, clients, isActive } = options;
  const findJwt = jwtFinder(options);
  const findStored = storedTokenFinder(provider, options.issuer);

  const isConsentedTo = async (grantId: string): Promise<boolean> => {
    const grant = await provider().Grant.find(grantId);
    return grant?.accountId !== undefined && isActive(grant.accountId);
  };
  const isOfClient = async ({ live, generation }: Found): Promise<boolean> => {
    if (isClientDocument(live.clientId))
      return generation === undefined || generation === DOCUMENT_GENERATION;
    const client = await clients.find(live.clientId);
    return client !== undefined && (generation === undefined || generation === client.generation);
  };

  return async (token) => {
    const found = JWT.test(token)
      ? await findJwt(token)
      : OPAQUE.test(token) && (await findStored(token));
    if (!found) return undefined;
    if (found.grantId !== undefined && !(await isConsentedTo(found.grantId))) return undefined;
    return (await isOfClient(found)) ? found.live : undefined;
  };
}

type Claims = JWTPayload & {
  client_id: string;
  sub: string;
  jti: string;
  exp: number;
  ext: Record<string, unknown>;
  scope?: string;
  scp?: string[];
};

function jwtFinder({ issuer, keyRing, revoked }: IntrospectionOptions) {
  const readKeys = () => createLocalJWKSet({ keys: keyRing.keys.map(publicPart) });
  let jwks = readKeys();
  keyRing.watch(() => {
    jwks = readKeys();
  });
  return async (token: string): Promise<Found | undefined> => {
    const verified = await jwtVerify<Claims>(token, jwks, { issuer, algorithms: ['RS256'] }).catch(
      () => undefined,
    );
    if (verified === undefined) return undefined;
    const { payload: claims, protectedHeader } = verified;
    const generation = protectedHeader[GENERATION_HEADER];
    // An id token, signed with the same key, has none.
    if (generation === undefined) return undefined;
    const { client_id: clientId, sub: subject, exp, iat, jti } = claims;
    if (await revoked.has(jti)) return undefined;
    const grantId = protectedHeader[GRANT_HEADER];
    return {
      generation,
      grantId: typeof grantId === 'string' ? grantId : undefined,
      live: {
        clientId,
        revoke: () => revoked.add(jti, exp),
        introspected: {
          ...standardClaims({ issuer, clientId, subject, exp, iat }),
          scope: claims.scope ?? claims.scp?.join(' ') ?? '',
          aud: [claims.aud ?? []].flat(),
          ext: claims.ext,
        },
      },
    };
  };
}
