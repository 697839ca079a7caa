import type { JsonWebKeySet, OAuth2Client } from '@ory/client';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PRIVATE_KEY_JWT } from '../clients/client-keys.ts';
import { redirectUriFault } from '../clients/redirect-uris.ts';
import { invalidMetadata, invalidRedirectUri } from './registration-error.ts';

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
/**
 * Shown to people: without what does not print, lone surrogates and marks that turn the direction of
 * writing, by which a name could make the text around it say something else.
 */
const PRINTABLE = '^[^\\p{Cc}\\p{Cs}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]*$';
const words = Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 10 }));

/**
 * What a client may say of itself (RFC 7591 section 2). Other members are ignored, as the RFC wants
 * it: nobody sets `skip_consent`, `owner` or `metadata` of Hydra's this way.
 */
export const registrationBody = Type.Object(
  {
    redirect_uris: Type.Array(Type.String({ maxLength: 2048 }), { minItems: 1, maxItems: 20 }),
    post_logout_redirect_uris: Type.Optional(
      Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 20 }),
    ),
    token_endpoint_auth_method: text(64),
    token_endpoint_auth_signing_alg: text(16),
    jwks: Type.Optional(Type.Object({}, { additionalProperties: true })),
    jwks_uri: text(2048),
    grant_types: words,
    response_types: words,
    client_name: Type.Optional(Type.String({ maxLength: 200, pattern: PRINTABLE })),
    client_uri: text(2048),
    logo_uri: text(2048),
    policy_uri: text(2048),
    tos_uri: text(2048),
    contacts: Type.Optional(Type.Array(Type.String({ maxLength: 254 }), { maxItems: 10 })),
    scope: text(2048),
  },
  { additionalProperties: true },
);

export type RegistrationBody = Static<typeof registrationBody>;

const GRANT_TYPES = new Set(['authorization_code', 'refresh_token']);
const AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post', PRIVATE_KEY_JWT];
const PAGES = ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri'] as const;

/**
 * The client to store for one that registers itself. It can act for a person who consents and for
 * nobody else: client_credentials are for agents, which get them by proving their key.
 *
 * @param allowed Scopes that such a client may ask for; what it names beyond them is left out.
 * @throws RegistrationError
 */
export function registeredClient(body: RegistrationBody, allowed: readonly string[]): OAuth2Client {
  const { post_logout_redirect_uris = [] } = body;
  for (const uri of [...body.redirect_uris, ...post_logout_redirect_uris]) {
    const fault = redirectUriFault(uri);
    if (fault !== undefined) throw invalidRedirectUri(`The redirect URI ${uri} ${fault}.`);
  }
  const method = body.token_endpoint_auth_method ?? 'client_secret_basic';
  if (!AUTH_METHODS.includes(method))
    throw invalidMetadata(`token_endpoint_auth_method is one of ${AUTH_METHODS.join(', ')}.`);
  const keys = method === PRIVATE_KEY_JWT ? keysOf(body) : {};
  const grants = body.grant_types ?? ['authorization_code'];
  if (!grants.includes('authorization_code') || !grants.every((one) => GRANT_TYPES.has(one)))
    throw invalidMetadata('grant_types holds authorization_code, and refresh_token where wanted.');
  if ((body.response_types ?? ['code']).some((type) => type !== 'code'))
    throw invalidMetadata('response_types is ["code"].');
  for (const page of PAGES)
    if (body[page] && !/^https?:$/.test(URL.parse(body[page])?.protocol ?? ''))
      throw invalidMetadata(`${page} is not the URL of a web page.`);
  const { redirect_uris, client_name = '', contacts = [] } = body;
  return {
    redirect_uris,
    post_logout_redirect_uris,
    client_name,
    contacts,
    ...Object.fromEntries(PAGES.map((page) => [page, body[page] ?? ''])),
    token_endpoint_auth_method: method,
    ...keys,
    grant_types: [...new Set(grants)],
    response_types: ['code'],
    scope: allowedScopes(body.scope, allowed).join(' '),
  };
}

/** As it names them; the store refuses what is no set of public keys. */
function keysOf({
  jwks,
  jwks_uri,
  token_endpoint_auth_signing_alg,
}: RegistrationBody): Partial<OAuth2Client> {
  return {
    ...(jwks !== undefined && { jwks: jwks as JsonWebKeySet }),
    ...(jwks_uri !== undefined && { jwks_uri }),
    ...(token_endpoint_auth_signing_alg !== undefined && { token_endpoint_auth_signing_alg }),
  };
}

/** Of the scopes that a client names, those that it may ask for; all of them where it names none. */
export function allowedScopes(scope: string | undefined, allowed: readonly string[]): string[] {
  const named = new Set(scope?.split(' ').filter(Boolean) ?? []);
  return named.size === 0 ? [...allowed] : allowed.filter((one) => named.has(one));
}
