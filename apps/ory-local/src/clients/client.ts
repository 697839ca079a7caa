import type { OAuth2Client } from '@ory/client';
import type { ClientMetadata } from 'oidc-provider';
import { parseDuration } from '../tokens/duration.ts';
import { PRIVATE_KEY_JWT, providerKeys } from './client-keys.ts';
import { applicationType } from './redirect-uris.ts';

/** A row of `ory_local.oauth2_clients`. `document` is the client as its owner wrote it. */
export interface ClientRow {
  clientId: string;
  secretHash: string | null;
  generation: string;
  document: OAuth2Client;
  /** Of the token by which a client that registered itself is managed. */
  registrationTokenHash: string | null;
  /** RFC 3339. */
  createdAt: string;
  updatedAt: string;
}

/** Hydra's values for what the owner left out. */
const DEFAULTS = {
  client_name: '',
  redirect_uris: [],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  scope: 'offline_access offline openid',
  audience: [],
  owner: '',
  policy_uri: '',
  allowed_cors_origins: [],
  tos_uri: '',
  client_uri: '',
  logo_uri: '',
  contacts: [],
  client_secret_expires_at: 0,
  subject_type: 'public',
  jwks: { keys: [] },
  token_endpoint_auth_method: 'client_secret_basic',
  userinfo_signed_response_alg: 'none',
  metadata: {},
  skip_consent: false,
  skip_logout_consent: false,
  authorization_code_grant_access_token_lifespan: null,
  authorization_code_grant_id_token_lifespan: null,
  authorization_code_grant_refresh_token_lifespan: null,
  client_credentials_grant_access_token_lifespan: null,
  implicit_grant_access_token_lifespan: null,
  implicit_grant_id_token_lifespan: null,
  jwt_bearer_grant_access_token_lifespan: null,
  refresh_token_grant_id_token_lifespan: null,
  refresh_token_grant_access_token_lifespan: null,
  refresh_token_grant_refresh_token_lifespan: null,
} satisfies OAuth2Client;

/** Fields that are the server's to say, whatever a document holds. */
const SERVER_FIELDS = new Set([
  'client_secret',
  'created_at',
  'updated_at',
  'registration_access_token',
  'registration_client_uri',
]);

/** The document to store: defaults filled in, without the secret. */
export function completeDocument(clientId: string, input: OAuth2Client): OAuth2Client {
  const given = Object.fromEntries(
    Object.entries(input).filter(([name]) => !SERVER_FIELDS.has(name)),
  );
  return { ...DEFAULTS, ...given, client_id: clientId };
}

/** The client as Hydra's admin API answers it; `secret` only where it has just been set. */
export function toOAuth2Client(row: ClientRow, secret?: string): OAuth2Client {
  return {
    ...row.document,
    ...(secret === undefined ? {} : { client_secret: secret }),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

/** What oidc-provider carries of a client beyond OAuth's own metadata. */
export interface MoltNetClientMetadata {
  /** See `ClientRow.generation`. */
  generation: string;
  allowedScopes: string[];
  allowedAudience: string[];
  strategy: 'jwt' | 'opaque' | undefined;
  /** Seconds; undefined for the project's. */
  clientCredentialsTtl: number | undefined;
  authorizationCodeTtl: number | undefined;
  refreshTokenTtl: number | undefined;
  /** Web pages that may call the token endpoint. */
  corsOrigins: string[];
}

/** Ours of a client of oidc-provider. */
export function moltnetMetadata(client: object): MoltNetClientMetadata {
  return (client as { moltnet: MoltNetClientMetadata }).moltnet;
}

/** Names of the fields above, which oidc-provider has to be told. */
export const EXTRA_CLIENT_METADATA = ['moltnet'];

/**
 * The client as oidc-provider reads it. Its `client_secret` is the stored hash, compared by
 * `verifySecret`; its scopes stay out of `scope`, which oidc-provider checks against a fixed list.
 */
export function toProviderMetadata({
  document,
  ...row
}: Pick<ClientRow, 'clientId' | 'secretHash' | 'generation' | 'document'>): ClientMetadata {
  const strategy = document.access_token_strategy;
  const grants = document.grant_types ?? [];
  const keyed = document.token_endpoint_auth_method === PRIVATE_KEY_JWT;
  const moltnet: MoltNetClientMetadata = {
    generation: row.generation,
    allowedScopes: (document.scope ?? '').split(' ').filter((scope) => scope !== ''),
    allowedAudience: document.audience ?? [],
    strategy: strategy === 'jwt' || strategy === 'opaque' ? strategy : undefined,
    clientCredentialsTtl: seconds(document.client_credentials_grant_access_token_lifespan),
    authorizationCodeTtl: seconds(document.authorization_code_grant_access_token_lifespan),
    refreshTokenTtl: seconds(document.refresh_token_grant_refresh_token_lifespan),
    corsOrigins: document.allowed_cors_origins ?? [],
  };
  return {
    client_id: row.clientId,
    ...(row.secretHash === null || keyed ? {} : { client_secret: row.secretHash }),
    ...(providerKeys(document) as Partial<ClientMetadata>),
    ...(document.client_name && { client_name: document.client_name }),
    grant_types: grants,
    response_types: (grants.includes('authorization_code')
      ? (document.response_types ?? [])
      : []) as NonNullable<ClientMetadata['response_types']>,
    redirect_uris: document.redirect_uris ?? [],
    post_logout_redirect_uris: document.post_logout_redirect_uris ?? [],
    application_type: applicationType(document.redirect_uris ?? []),
    token_endpoint_auth_method: (document.token_endpoint_auth_method ??
      'client_secret_basic') as NonNullable<ClientMetadata['token_endpoint_auth_method']>,
    moltnet,
  };
}

function seconds(lifespan: string | null | undefined): number | undefined {
  return lifespan ? parseDuration(lifespan) : undefined;
}
