import { createHash, randomUUID } from 'node:crypto';
import type { JWK } from 'jose';
import type { Configuration } from 'oidc-provider';
import { EXTRA_CLIENT_METADATA, type MoltNetClientMetadata } from '../clients/client.ts';
import type { TokenSettings } from '../project.ts';
import { accessTokenPayload } from './claims.ts';
import { applyDefaultScope, assertScopes, requestedAudience } from './client-request.ts';
import { GENERATION_HEADER, type TokenExtra } from './token-extra.ts';
import type { TokenHook } from './token-hook.ts';

export interface TokenOptions {
  issuer: string;
  keys: JWK[];
  settings: TokenSettings;
  hook: TokenHook | undefined;
  pairwiseSalt: string;
}

/** The one resource that every token is for; oidc-provider makes JWTs for resources only. */
const RESOURCE = 'urn:moltnet:api';

/** oidc-provider's configuration by which it answers at Hydra's paths, with Hydra's tokens. */
export function providerConfiguration({
  issuer,
  keys,
  settings,
  hook,
  pairwiseSalt,
}: TokenOptions): Configuration {
  return {
    jwks: { keys: keys as NonNullable<Configuration['jwks']>['keys'] },
    routes: {
      authorization: '/oauth2/auth',
      end_session: '/oauth2/sessions/logout',
      jwks: '/.well-known/jwks.json',
      registration: '/oauth2/register',
      revocation: '/oauth2/revoke',
      token: '/oauth2/token',
      userinfo: '/userinfo',
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        // Also for a `resource` that the client names (RFC 8707): Hydra does not know the parameter.
        // It is the first hook that knows the client, and runs before scopes are looked at.
        getResourceServerInfo: (ctx, _resource, client) => {
          const metadata = moltnetMetadata(client);
          if (settings.defaultGrantAllowedScope) applyDefaultScope(ctx, metadata);
          assertScopes(ctx, metadata);
          return {
            audience: RESOURCE,
            scope: metadata.allowedScopes.join(' '),
            accessTokenFormat: metadata.strategy ?? settings.strategy,
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    extraClientMetadata: { properties: EXTRA_CLIENT_METADATA },
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_ctx, accountId, client) =>
      createHash('sha256')
        .update(`${sectorOf(client)}\0${accountId}\0${pairwiseSalt}`)
        .digest('hex'),
    ttl: {
      ClientCredentials: (_ctx, _token, client) =>
        moltnetMetadata(client).clientCredentialsTtl ?? settings.accessTokenTtl,
    },
    extraTokenClaims: async (ctx, token) => {
      const { client } = ctx.oidc;
      if (client === undefined) throw new Error('a token without a client');
      const metadata = moltnetMetadata(client);
      const audience = requestedAudience(ctx, metadata);
      const ext = await hook?.({
        issuer,
        clientId: client.clientId,
        grantType: String(ctx.oidc.params?.['grant_type']),
        scopes: [...token.scopes],
        audience,
        allowedTopLevelClaims: settings.allowedTopLevelClaims,
      });
      const { generation } = metadata;
      return { ext: ext ?? {}, generation, audience } satisfies TokenExtra;
    },
    formats: {
      customizers: {
        jwt: (_ctx, token, parts) => {
          const { ext, generation, audience } = token.extra as unknown as TokenExtra;
          parts.header = { ...parts.header, typ: 'JWT', [GENERATION_HEADER]: generation };
          parts.payload = accessTokenPayload(
            {
              issuer,
              clientId: String(token.clientId),
              scopes: [...token.scopes],
              audience,
              issuedAt: Number(parts.payload['iat']),
              expiresAt: Number(parts.payload['exp']),
              id: randomUUID(),
              ext,
            },
            settings,
          ) as typeof parts.payload;
        },
      },
    },
  };
}

function moltnetMetadata(client: object): MoltNetClientMetadata {
  return (client as { moltnet: MoltNetClientMetadata }).moltnet;
}

/** The sector of a client for pairwise subjects: the host of its redirect URIs (OpenID Core 8.1). */
function sectorOf(client: {
  redirectUris?: readonly string[] | undefined;
  clientId: string;
}): string {
  const [uri] = client.redirectUris ?? [];
  return uri === undefined ? client.clientId : new URL(uri).host;
}
