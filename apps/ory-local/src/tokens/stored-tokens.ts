import type { Provider } from 'oidc-provider';
import { standardClaims, type Found } from './live-token.ts';
import type { TokenExtra } from './token-extra.ts';

/** Finds the tokens that are stored: opaque access tokens and refresh tokens. */
export function storedTokenFinder(provider: () => Provider, issuer: string) {
  return async (token: string): Promise<Found | undefined> =>
    (await accessToken(provider(), issuer, token)) ??
    (await refreshToken(provider(), issuer, token));
}

async function accessToken(
  { AccessToken, ClientCredentials }: Provider,
  issuer: string,
  token: string,
): Promise<Found | undefined> {
  const found = (await ClientCredentials.find(token)) ?? (await AccessToken.find(token));
  if (found === undefined || !found.isValid) return undefined;
  const { ext, generation, audience, grantId } = found.extra as unknown as TokenExtra;
  const clientId = String(found.clientId);
  const subject = 'accountId' in found ? found.accountId : clientId;
  return {
    generation,
    grantId,
    live: {
      clientId,
      revoke: () => found.destroy(),
      introspected: {
        ...standardClaims({ issuer, clientId, subject, exp: Number(found.exp), iat: found.iat }),
        scope: found.scope ?? '',
        aud: audience,
        ext,
      },
    },
  };
}

/** Revoking it ends its consent, and so all tokens that came of it (RFC 7009 section 2.1). */
async function refreshToken(
  { RefreshToken, Grant }: Provider,
  issuer: string,
  token: string,
): Promise<Found | undefined> {
  const found = await RefreshToken.find(token);
  const grantId = found?.grantId;
  if (found === undefined || grantId === undefined || !found.isValid || found.consumed)
    return undefined;
  const { accountId: subject } = found;
  const clientId = String(found.clientId);
  return {
    generation: undefined,
    grantId,
    live: {
      clientId,
      async revoke() {
        await Promise.all([found.destroy(), Grant.adapter.destroy(grantId)]);
      },
      introspected: {
        ...standardClaims({ issuer, clientId, subject, exp: Number(found.exp), iat: found.iat }),
        scope: found.scope ?? '',
        token_use: 'refresh_token',
      },
    },
  };
}
