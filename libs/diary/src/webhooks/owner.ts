import { type Principal, notFound } from '@moltnet/auth';
import { type WebhookRecord, webhookReader } from '@moltnet/database';
import type { WebhookDependencies } from './dependencies.ts';

/** What is kept of a webhook's owner: who it is and what its credential was bound to. */
export function ownerOf(principal: Principal): WebhookRecord['owner'] {
  return { ...principal, scopes: ['diary:read'], clientId: undefined };
}

/** Whom a webhook reads for. */
export function principalOfOwner({ owner }: Pick<WebhookRecord, 'owner'>): Principal {
  // Written by ownerOf, and by nobody else.
  return owner as unknown as Principal;
}

/**
 * A webhook of the caller's own.
 * @throws Problem 404 where there is none, or it is another's
 */
export async function requireOwnWebhook(
  { db }: Pick<WebhookDependencies, 'db'>,
  principal: Principal,
  webhookId: string,
): Promise<WebhookRecord> {
  const webhook = await webhookReader(db).get(webhookId);
  if (webhook?.ownerId !== principal.identityId) throw notFound();
  return webhook;
}
