import { errors, type ClientMetadata } from 'oidc-provider';
import type { MoltNetClientMetadata } from '../clients/client.ts';
import { type ClientKeys, clientKeysFault, PRIVATE_KEY_JWT } from '../clients/client-keys.ts';
import { applicationType, redirectUriFault } from '../clients/redirect-uris.ts';
import { allowedScopes } from '../registration/metadata.ts';

/** Clients that are stored have ids without a colon. */
export function isClientDocument(clientId: string): boolean {
  return clientId.startsWith('https://');
}

/** Nothing ends all tokens of such a client at once but `deleteConsents`: it has no secret. */
export const DOCUMENT_GENERATION = 'document';

const GRANT_TYPES = ['authorization_code', 'refresh_token'];

/**
 * Makes the client of a metadata document (draft-ietf-oauth-client-id-metadata-document) one like
 * those that register themselves, whatever else its document says: it is written by its owner.
 *
 * @param metadata As it was read; changed in place, before oidc-provider checks it.
 * @param allowed Scopes that it may ask for.
 * @throws errors.InvalidClientMetadata
 */
export function adoptClientDocument(metadata: ClientMetadata, allowed: readonly string[]): void {
  const uris = redirectUris('redirect_uris', metadata.redirect_uris);
  if (uris.length === 0) throw new errors.InvalidClientMetadata('redirect_uris has no URI');
  redirectUris('post_logout_redirect_uris', metadata.post_logout_redirect_uris ?? []);
  const scope: unknown = metadata.scope;
  const grants: unknown = metadata.grant_types;
  metadata['moltnet'] = {
    generation: DOCUMENT_GENERATION,
    allowedScopes: allowedScopes(typeof scope === 'string' ? scope : undefined, allowed),
    allowedAudience: [],
    strategy: undefined,
    clientCredentialsTtl: undefined,
    authorizationCodeTtl: undefined,
    refreshTokenTtl: undefined,
    corsOrigins: [],
  } satisfies MoltNetClientMetadata;
  delete metadata.scope;
  // It would be fetched each time that the client is looked at.
  delete metadata.sector_identifier_uri;
  adoptKeys(metadata);
  metadata.subject_type = 'public';
  metadata.application_type = applicationType(uris);
  metadata.response_types = ['code'];
  metadata.grant_types = Array.isArray(grants)
    ? GRANT_TYPES.filter((type) => grants.includes(type))
    : ['authorization_code'];
  // What the document leaves out has RFC 7591's default by now, which it could not have named.
  if (metadata.token_endpoint_auth_method === 'client_secret_basic')
    metadata.token_endpoint_auth_method = 'none';
}

const MAX_URIS = 20;

function redirectUris(name: string, uris: unknown): string[] {
  if (!Array.isArray(uris) || uris.length > MAX_URIS)
    throw new errors.InvalidClientMetadata(`${name} must be a list of at most ${MAX_URIS} URIs`);
  return uris.map((uri: unknown) => {
    const fault = typeof uri === 'string' ? redirectUriFault(uri) : 'is no text';
    if (fault === undefined) return uri as string;
    throw new errors.InvalidClientMetadata(`redirect URI ${String(uri)} ${fault}`);
  });
}

/** Its keys, where it authenticates by them, and no others: only then a set at an URL is fetched. */
function adoptKeys(metadata: ClientMetadata): void {
  if (metadata.token_endpoint_auth_method !== PRIVATE_KEY_JWT) {
    delete metadata.jwks;
    delete metadata.jwks_uri;
    return;
  }
  const fault = clientKeysFault(metadata as ClientKeys);
  if (fault !== undefined) throw new errors.InvalidClientMetadata(fault);
}
