import { errors, type Configuration } from 'oidc-provider';
import type { MoltNetClientMetadata } from '../clients/client.ts';

// What Hydra makes of a client_credentials request where oidc-provider would do otherwise.

type Ctx = Parameters<NonNullable<Configuration['extraTokenClaims']>>[0];

/** A client that asks for no scope gets all of its own. */
export function applyDefaultScope({ oidc }: Ctx, { allowedScopes }: MoltNetClientMetadata): void {
  if (oidc.params !== undefined) oidc.params['scope'] ??= allowedScopes.join(' ') || undefined;
}

/**
 * oidc-provider would drop what the client may not have; Hydra refuses the request.
 *
 * @throws errors.InvalidScope
 */
export function assertScopes({ oidc }: Ctx, { allowedScopes }: MoltNetClientMetadata): void {
  for (const scope of oidc.requestParamScopes)
    if (!allowedScopes.includes(scope))
      throw new errors.InvalidScope('The OAuth 2.0 Client is not allowed to request it.', scope);
}

/**
 * Hydra's `audience` parameter: what the token is for, of what its client allows.
 *
 * @throws errors.InvalidRequest
 */
export function requestedAudience(
  { oidc }: Ctx,
  { allowedAudience }: MoltNetClientMetadata,
): string[] {
  const requested = oidc.body?.['audience'];
  const audience = typeof requested === 'string' ? requested.split(' ').filter(Boolean) : [];
  if (!audience.every((one) => allowedAudience.includes(one)))
    throw new errors.InvalidRequest('Requested audience is not allowed for the OAuth 2.0 Client.');
  return audience;
}
