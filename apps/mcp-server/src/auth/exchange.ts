import { Problem } from '@moltnet/contract';
import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import { forwardedAddress } from '../upstream/forwarded-address.ts';
import type { UpstreamOptions } from '../upstream/open-client.ts';

/** An OAuth2 client as `X-Client-Id` and `X-Client-Secret` name it. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Turns client credentials into access tokens and keeps those that still live. */
export interface TokenExchange {
  /**
   * @param address - whom the REST API is to count the request for
   * @throws Problem UNAUTHORIZED when the pair is refused, RATE_LIMIT_EXCEEDED or
   *   SERVICE_UNAVAILABLE when no answer is to be had now
   */
  tokenFor(client: ClientCredentials, address: string): Promise<string>;
  /** Forgets a token that the API has refused, so that the next call asks for a new one. */
  forget(token: string): void;
}

/** Who asks for a token, and from where. */
interface Applicant extends ClientCredentials {
  readonly address: string;
}

const MAX_TOKENS = 1_000;

/** A token is not used in its last seconds: it could expire between here and the REST API. */
const MARGIN_MS = 30_000;

/**
 * Exchanges through `POST /oauth2/token` of the REST API. Tokens are kept in memory under a hash of
 * id and secret, so that a wrong secret never meets another's token and no secret outlives its
 * request; callers with the same pair share one exchange.
 */
export function createTokenExchange(options: UpstreamOptions): TokenExchange {
  const tokens = new LRUCache<string, string, Applicant>({
    max: MAX_TOKENS,
    ttl: 1,
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context, options: entry }) => {
      const { token, lifetimeMs } = await exchange(context, options);
      entry.ttl = Math.max(1, lifetimeMs - MARGIN_MS);
      return token;
    },
  });

  return {
    async tokenFor(client, address) {
      const token = await tokens.fetch(keyOf(client), { context: { ...client, address } });
      if (token === undefined) throw unavailable();
      return token;
    },
    forget(token) {
      for (const [key, kept] of tokens.entries()) if (kept === token) tokens.delete(key);
    },
  };
}

function keyOf({ clientId, clientSecret }: ClientCredentials): string {
  return createHash('sha256')
    .update(JSON.stringify([clientId, clientSecret]))
    .digest('base64url');
}

async function exchange(client: Applicant, options: UpstreamOptions) {
  const { status, headers, body } = await post(client, options);
  if (status === 429)
    throw new Problem('RATE_LIMIT_EXCEEDED', 'Too many tokens were asked for.', {
      retryAfter: Number(headers.get('retry-after')) || 60,
    });
  if (status >= 400 && status < 500)
    throw new Problem('UNAUTHORIZED', 'X-Client-Id and X-Client-Secret are not accepted.');
  if (status !== 200 || !isTokenResponse(body)) throw unavailable();
  return { token: body.access_token, lifetimeMs: lifetimeMs(body) };
}

async function post(client: Applicant, options: UpstreamOptions) {
  try {
    const response = await fetch(`${options.apiUrl}/oauth2/token`, {
      method: 'POST',
      headers: forwardedAddress(client.address, options.forwardingKey),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    const { status, headers } = response;
    const body: unknown = await response.json().catch(() => undefined);
    return { status, headers, body };
  } catch (error) {
    throw unavailable(error);
  }
}

interface TokenResponse {
  readonly access_token: string;
  readonly expires_in?: number;
}

function isTokenResponse(body: unknown): body is TokenResponse {
  return (
    typeof body === 'object' &&
    body !== null &&
    'access_token' in body &&
    typeof body.access_token === 'string'
  );
}

/** The API may answer from its own cache, with `expires_in` as it was at minting: `exp` is exact. */
function lifetimeMs({ access_token, expires_in }: TokenResponse): number {
  const said = (expires_in ?? 0) * 1_000;
  if (access_token.split('.').length !== 3) return said;
  try {
    const { exp } = decodeJwt(access_token);
    return exp === undefined ? said : exp * 1_000 - Date.now();
  } catch {
    return said;
  }
}

function unavailable(cause?: unknown): Problem {
  return new Problem('SERVICE_UNAVAILABLE', 'The token service does not answer.', {
    retryAfter: 5,
    cause,
  });
}
