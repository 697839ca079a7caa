import { errors } from 'oidc-provider';
import type { Logger } from '@moltnet/observability';
import { post, type HookAnswer } from '../webhooks/post.ts';

export interface TokenHookOptions {
  url: string;
  /** Sent as `X-Ory-Api-Key`. */
  apiKey: string;
  timeoutMs: number;
  logger: Logger;
}

export interface TokenRequest {
  issuer: string;
  clientId: string;
  /** The person whom the token speaks for, or the client itself. */
  subject: string;
  grantType: string;
  scopes: string[];
  audience: string[];
  allowedTopLevelClaims: string[];
}

/** Answers the claims to add under `ext`. */
export type TokenHook = (request: TokenRequest) => Promise<Record<string, unknown>>;

/**
 * Asks a webhook what to add to an access token, as Hydra does with `oauth2.token_hook`.
 *
 * The hook answers 200 with `{session: {access_token: {…claims}}}`, 204 for no claims, or 403 to
 * refuse the token; then the hook rejects with `access_denied`. Any other answer, and none within
 * `timeoutMs`, is `server_error`: no token is better than one without its claims.
 */
export function tokenHook({ url, apiKey, timeoutMs, logger }: TokenHookOptions): TokenHook {
  return async (request) => {
    const { clientId } = request;
    const payload = hookPayload(request);
    const answer = await post(url, { payload, apiKey, timeoutMs }).catch((error: unknown) => {
      logger.error({ err: error, clientId }, 'token hook did not answer');
      throw hookFailed();
    });
    const claims = claimsOf(answer);
    if (claims !== undefined) return claims;
    const { status } = answer;
    logger.error({ status, clientId }, 'token hook answered what Hydra would not accept');
    throw hookFailed();
  };
}

/** Undefined for what Hydra would not accept. @throws AccessDeniedByHook */
function claimsOf({ status, text }: HookAnswer): Record<string, unknown> | undefined {
  if (status === 204) return {};
  if (status === 403) throw new AccessDeniedByHook();
  return status === 200 ? accessTokenClaims(text) : undefined;
}

/** Hydra answers 403 here, where oidc-provider's own access_denied is 400. */
class AccessDeniedByHook extends errors.OIDCProviderError {
  constructor() {
    super(403, 'access_denied');
    this.error_description = 'The resource owner or authorization server denied the request.';
  }
}

const hookFailed = (): Error => new Error('the token hook failed');

/** What Hydra sends; the subject of a client's own token is the client. */
function hookPayload(request: TokenRequest): object {
  return {
    session: {
      id_token: {
        id_token_claims: {
          jti: '',
          iss: request.issuer,
          sub: request.subject,
          aud: [request.clientId],
          nonce: '',
          at_hash: '',
          acr: '',
          amr: null,
          c_hash: '',
          ext: {},
        },
        headers: { extra: {} },
        username: '',
        subject: request.subject,
      },
      extra: {},
      client_id: request.clientId,
      consent_challenge: '',
      exclude_not_before_claim: false,
      allowed_top_level_claims: request.allowedTopLevelClaims,
    },
    request: {
      client_id: request.clientId,
      granted_scopes: request.scopes,
      granted_audience: request.audience,
      grant_types: [request.grantType],
      payload: {},
    },
  };
}

function accessTokenClaims(answer: string): Record<string, unknown> | undefined {
  try {
    const { session } = JSON.parse(answer) as { session?: { access_token?: unknown } };
    const claims = session?.access_token ?? {};
    const isObject = typeof claims === 'object' && !Array.isArray(claims);
    return session !== undefined && isObject ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
