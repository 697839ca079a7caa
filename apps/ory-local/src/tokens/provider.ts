import { createHash, randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { JWK } from 'jose';
import { Provider, errors, type Configuration } from 'oidc-provider';
import type { Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import { EXTRA_CLIENT_METADATA, type MoltNetClientMetadata } from '../clients/client.ts';
import { verifySecret } from '../clients/secret.ts';
import type { ClientStore } from '../clients/store.ts';
import type { TokenSettings } from '../project.ts';
import { accessTokenPayload } from './claims.ts';
import { ProviderClients, ProviderRecords } from './provider-records.ts';
import type { TokenHook } from './token-hook.ts';

export interface ProviderOptions {
  issuer: string;
  database: Database;
  clients: Pick<ClientStore, 'find'>;
  keys: JWK[];
  settings: TokenSettings;
  hook: TokenHook | undefined;
  pairwiseSalt: string;
  logger: Logger;
}

/** What a token carries unseen: the claims of the hook and the client's generation at its making. */
export interface TokenExtra {
  ext: Record<string, unknown>;
  generation: string;
  audience: string[];
}

/** The name, in a JWT's header, of the client's generation at its making. */
export const GENERATION_HEADER = 'gen';

/** The one resource that every token is for; oidc-provider makes JWTs for resources only. */
const RESOURCE = 'urn:moltnet:api';

/** oidc-provider, set up to answer as Hydra does. Mounted at Hydra's paths by the routes. */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, database, clients, logger } = options;
  const provider = new Provider(issuer, {
    ...configuration(options),
    adapter: (kind: string) =>
      kind === 'Client' ? new ProviderClients(clients) : new ProviderRecords(database, kind),
  });
  // Its documented way to hash secrets: compare them yourself.
  (provider.Client as unknown as ClientPrototype).prototype.compareClientSecret = function (
    this: { clientSecret: string },
    actual: string,
  ) {
    return verifySecret(actual, this.clientSecret);
  };
  provider.proxy = true;
  provider.on('server_error', (_, error) => logger.error({ err: error }, 'token endpoint failed'));
  // What goes wrong outside its own error handling; unheard, Koa prints it.
  (provider as EventEmitter).on('error', (error: Error) =>
    logger.error({ err: error }, 'oidc-provider failed'),
  );
  return provider;
}

interface ClientPrototype {
  prototype: { compareClientSecret(actual: string): boolean };
}

function configuration({ keys, settings, hook, pairwiseSalt, issuer }: ProviderOptions) {
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
        getResourceServerInfo: (ctx, _resource, client) => {
          applyDefaultScope(ctx, settings);
          const { allowedScopes, strategy } = moltnetMetadata(client);
          assertScopes(ctx, allowedScopes);
          return {
            audience: RESOURCE,
            scope: allowedScopes.join(' '),
            accessTokenFormat: (strategy ?? settings.strategy) === 'jwt' ? 'jwt' : 'opaque',
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
      const { generation, allowedAudience } = moltnetMetadata(client);
      const audience = requestedAudience(ctx, allowedAudience);
      const ext = await hook?.({
        issuer,
        clientId: client.clientId,
        grantType: String(ctx.oidc.params?.['grant_type']),
        scopes: [...token.scopes],
        audience,
        allowedTopLevelClaims: settings.allowedTopLevelClaims,
      });
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
  } satisfies Configuration;
}

type Ctx = Parameters<NonNullable<Configuration['extraTokenClaims']>>[0];

function applyDefaultScope(ctx: Ctx, settings: TokenSettings): void {
  const { client, params } = ctx.oidc;
  if (!settings.defaultGrantAllowedScope || client === undefined || params === undefined) return;
  params['scope'] ??= moltnetMetadata(client).allowedScopes.join(' ') || undefined;
}

/** oidc-provider would drop what the client may not have; Hydra refuses the request. */
function assertScopes(ctx: Ctx, allowed: readonly string[]): void {
  for (const scope of ctx.oidc.requestParamScopes)
    if (!allowed.includes(scope))
      throw new errors.InvalidScope(`The OAuth 2.0 Client is not allowed to request it.`, scope);
}

/** Hydra's `audience` parameter: what the token is for, of what its client allows. */
function requestedAudience(ctx: Ctx, allowed: readonly string[]): string[] {
  const requested = ctx.oidc.body?.['audience'];
  const audience = typeof requested === 'string' ? requested.split(' ').filter(Boolean) : [];
  if (!audience.every((one) => allowed.includes(one)))
    throw new errors.InvalidRequest('Requested audience is not allowed for the OAuth 2.0 Client.');
  return audience;
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
