import type { OAuth2Client } from '@ory/client';

/** The method by which a client signs with a key of its own (RFC 7523, OpenID Connect Core 9). */
export const PRIVATE_KEY_JWT = 'private_key_jwt';

/** Signatures of clients that are taken. */
export const CLIENT_SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'] as const;

const MAX_KEYS = 10;
const MAX_URL = 2048;

/** The members of a client's metadata that say by which keys it is known. */
export interface ClientKeys {
  readonly jwks?: unknown;
  readonly jwks_uri?: string | undefined;
  readonly token_endpoint_auth_signing_alg?: string | undefined;
}

/**
 * What is wrong with the keys of a client that authenticates by them; undefined when nothing is. It
 * has either a set or the https URL of one (RFC 7591 section 2); a secret in a set is none any more.
 */
export function clientKeysFault({ jwks, jwks_uri }: ClientKeys): string | undefined {
  const keys = keysOf(jwks);
  if (keys === undefined) return 'jwks is no set of keys';
  if (keys.length === 0 && !jwks_uri) return `${PRIVATE_KEY_JWT} needs jwks or jwks_uri`;
  if (keys.length > 0 && jwks_uri) return 'jwks and jwks_uri exclude each other';
  if (keys.length > MAX_KEYS) return `jwks holds more than ${MAX_KEYS} keys`;
  if (keys.some((key) => key['kty'] === 'oct' || 'd' in key || 'k' in key))
    return 'jwks holds a key that is not public';
  if (!jwks_uri) return undefined;
  const url = jwks_uri.length <= MAX_URL ? URL.parse(jwks_uri) : null;
  return url?.protocol === 'https:' ? undefined : 'jwks_uri is not an https URL';
}

/** The keys of a client, for oidc-provider; none of one that authenticates otherwise. */
export function providerKeys(client: OAuth2Client): ClientKeys {
  if (client.token_endpoint_auth_method !== PRIVATE_KEY_JWT) return {};
  const { jwks, jwks_uri, token_endpoint_auth_signing_alg: alg } = client;
  return {
    // Hydra's empty set stands for none.
    ...(jwks_uri ? { jwks_uri } : { jwks }),
    ...(alg && { token_endpoint_auth_signing_alg: alg }),
  };
}

function keysOf(jwks: unknown): Record<string, unknown>[] | undefined {
  if (jwks === undefined) return [];
  const { keys } = (jwks ?? {}) as { keys?: unknown };
  return Array.isArray(keys) && keys.every(isKey) ? keys : undefined;
}

const isKey = (key: unknown): key is Record<string, unknown> =>
  typeof key === 'object' && key !== null;
