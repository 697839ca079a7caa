import { createHash, randomUUID } from 'node:crypto';
import type { JWK } from 'jose';
import type { Configuration } from 'oidc-provider';
import {
  flowConfiguration,
  flowFeatures,
  type FlowOptions,
} from '../authorization/flow-configuration.ts';
import { assertResource, audienceOf, RESOURCE } from '../authorization/resource.ts';
import { moltnetMetadata } from '../clients/client.ts';
import { CLIENT_SIGNING_ALGORITHMS, PRIVATE_KEY_JWT } from '../clients/client-keys.ts';
import { accessTokenPayload } from './claims.ts';
import { applyDefaultScope, assertScopes, requestedAudience } from './client-request.ts';
import { GENERATION_HEADER, GRANT_HEADER, type TokenExtra } from './token-extra.ts';
import type { TokenHook } from './token-hook.ts';

export interface TokenOptions extends FlowOptions {
  keys: JWK[];
  /** Claims that whoever asked the person for consent adds (Hydra's `session.access_token`). */
  consentClaims: (grantId: string) => Promise<Record<string, unknown>>;
  hook: TokenHook | undefined;
  pairwiseSalt: string;
}

/** oidc-provider's configuration by which it answers at Hydra's paths, with Hydra's tokens. */
export function providerConfiguration(options: TokenOptions): Configuration {
  const { issuer, keys, consentClaims, hook, pairwiseSalt } = options;
  const settings = options.project.tokens;
  const flow = flowConfiguration(options);
  return {
    ...flow,
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
      ...flowFeatures(options),
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        // It is the first hook that knows the client, and runs before scopes are looked at.
        getResourceServerInfo: (ctx, resource, client) => {
          const metadata = moltnetMetadata(client);
          const forAgent = ctx.oidc.params?.['grant_type'] === 'client_credentials';
          if (forAgent ? settings.defaultGrantAllowedScope : ctx.oidc.route === 'authorization')
            applyDefaultScope(ctx, metadata);
          assertScopes(ctx, metadata);
          // With client credentials `resource` (RFC 8707) changes nothing: Hydra does not know it.
          if (!forAgent) assertResource(resource);
          return {
            audience: forAgent ? RESOURCE : resource,
            scope: metadata.allowedScopes.join(' '),
            accessTokenFormat: metadata.strategy ?? settings.strategy,
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', PRIVATE_KEY_JWT, 'none'],
    enabledJWA: { clientAuthSigningAlgValues: [...CLIENT_SIGNING_ALGORITHMS] },
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_ctx, accountId, client) =>
      createHash('sha256')
        .update(`${sectorOf(client)}\0${accountId}\0${pairwiseSalt}`)
        .digest('hex'),
    ttl: {
      ...flow.ttl,
      ClientCredentials: (_ctx, _token, client) =>
        moltnetMetadata(client).clientCredentialsTtl ?? settings.accessTokenTtl,
    },
    extraTokenClaims: async (ctx, token) => {
      const { client } = ctx.oidc;
      if (client === undefined) throw new Error('a token without a client');
      const metadata = moltnetMetadata(client);
      const { accountId, grantId } = personOf(token);
      const audience =
        accountId === undefined ? requestedAudience(ctx, metadata) : audienceOf(token.aud);
      const fromConsent = grantId === undefined ? {} : await consentClaims(grantId);
      const ext = await hook?.({
        issuer,
        clientId: client.clientId,
        subject: accountId ?? client.clientId,
        grantType: String(ctx.oidc.params?.['grant_type']),
        scopes: [...token.scopes],
        audience,
        allowedTopLevelClaims: settings.allowedTopLevelClaims,
      });
      const { generation } = metadata;
      return {
        ext: { ...fromConsent, ...ext },
        generation,
        audience,
        ...(grantId === undefined ? {} : { grantId }),
      } satisfies TokenExtra;
    },
    formats: {
      customizers: {
        jwt: (_ctx, token, parts) => {
          const { ext, generation, audience, grantId } = token.extra as unknown as TokenExtra;
          parts.header = {
            ...parts.header,
            typ: 'JWT',
            [GENERATION_HEADER]: generation,
            ...(grantId === undefined ? {} : { [GRANT_HEADER]: grantId }),
          };
          parts.payload = accessTokenPayload(
            {
              issuer,
              clientId: String(token.clientId),
              subject: String(parts.payload['sub']),
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

/** For whom a token is made, and by which consent; neither for a client's own token. */
function personOf(token: object): { accountId?: string; grantId?: string } {
  return token as { accountId?: string; grantId?: string };
}

/** The sector of a client for pairwise subjects: the host of its redirect URIs (OpenID Core 8.1). */
function sectorOf(client: {
  redirectUris?: readonly string[] | undefined;
  clientId: string;
}): string {
  const [uri] = client.redirectUris ?? [];
  return uri === undefined ? client.clientId : new URL(uri).host;
}
