import type { AcceptOAuth2ConsentRequest } from '@ory/client';
import type { Provider } from 'oidc-provider';
import type { Challenges, Interaction } from './challenges.ts';
import type { ConsentRow, ConsentStore } from './consents.ts';
import { RESOURCE } from './resource.ts';

type Grant = InstanceType<Provider['Grant']>;

/** Scopes of OpenID Connect itself: beside the token, they decide about the id token. */
const OPENID_SCOPES = new Set(['openid', 'offline_access']);

/**
 * Keeps a consent: a grant of its own for each time that a person allows something, so that ending
 * one (a stolen refresh token, say) ends nothing on the person's other machines.
 *
 * @param accepted Scopes beyond those that were requested are not granted.
 * @returns where the person's browser goes on.
 */
export async function acceptConsent(
  { provider, challenges, consents }: ConsentContext,
  interaction: Interaction,
  accepted: AcceptOAuth2ConsentRequest,
): Promise<string> {
  const request = await challenges.consentRequest(interaction);
  const subject = String(request.subject);
  const clientId = String(interaction.params['client_id']);
  const requested = request.requested_scope ?? [];
  const scopes = requested.filter((scope) => accepted.grant_scope?.includes(scope));
  const rejected = requested.filter((scope) => !scopes.includes(scope));
  const grant = new (provider().Grant)({ accountId: subject, clientId });
  const resources = [interaction.params['resource'] ?? RESOURCE].flat().map(String);
  for (const resource of resources) {
    grant.addResourceScope(resource, scopes);
    grant.rejectResourceScope(resource, rejected);
  }
  grant.addOIDCScope(scopes.filter((scope) => OPENID_SCOPES.has(scope)));
  grant.rejectOIDCScope(rejected.filter((scope) => OPENID_SCOPES.has(scope)));
  const grantId = await grant.save();
  await consents.record({
    grantId,
    subject,
    clientId,
    requestId: String(request.consent_request_id),
    request,
    granted: {
      ...accepted,
      grant_scope: scopes,
      grant_access_token_audience: request.requested_access_token_audience ?? [],
    },
  });
  return challenges.answer(interaction, { consent: { grantId } });
}

export interface ConsentContext {
  provider: () => Provider;
  challenges: Challenges;
  consents: ConsentStore;
}

/** A grant like the one of a consent that is remembered, with a row of its own. */
export async function repeatConsent(
  provider: Provider,
  consents: ConsentStore,
  consent: ConsentRow,
): Promise<Grant | undefined> {
  const { subject, clientId } = consent;
  const before = await provider.Grant.find(consent.grantId);
  if (before === undefined) return undefined;
  const grant = new provider.Grant({ accountId: subject, clientId });
  for (const [resource, scope] of Object.entries(before.resources ?? {}))
    grant.addResourceScope(resource, scope);
  for (const [resource, scope] of Object.entries(before.rejected?.resources ?? {}))
    grant.rejectResourceScope(resource, scope);
  if (before.openid?.scope) grant.addOIDCScope(before.openid.scope);
  if (before.rejected?.openid?.scope) grant.rejectOIDCScope(before.rejected.openid.scope);
  const grantId = await grant.save();
  // Only the person's own consent is remembered on, for as long as they said.
  await consents.record({ ...consent, grantId, granted: { ...consent.granted, remember: false } });
  return grant;
}
