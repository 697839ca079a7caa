import { type Principal, notFound } from '@moltnet/auth';
import { type WebhookOwner, type WebhookRecord, webhookReader } from '@moltnet/database';
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
 * @throws Problem 404 where there is none that the caller's credential reaches
 */
export async function requireOwnWebhook(
  { db }: Pick<WebhookDependencies, 'db'>,
  principal: Principal,
  webhookId: string,
): Promise<WebhookRecord> {
  const webhook = await webhookReader(db).get(reachOf(principal), webhookId);
  if (webhook === undefined) throw notFound();
  return webhook;
}

/** The webhooks that the caller's credential reaches. */
export function reachOf({ identityId, credential }: Principal): WebhookOwner {
  return { ownerId: identityId, teamId: credential?.teamId };
}
