import type { Principal } from '@moltnet/auth';
import { webhookWriter } from '@moltnet/database';
import type { WebhookDependencies } from './dependencies.ts';
import { requireOwnWebhook } from './owner.ts';

/**
 * Deletes a webhook with its log.
 * @throws Problem 404 where it is none of the caller's
 */
export async function deleteWebhook(
  deps: WebhookDependencies,
  principal: Principal,
  webhookId: string,
): Promise<void> {
  const { id } = await requireOwnWebhook(deps, principal, webhookId);
  await deps.db.transaction((tx) => webhookWriter(tx).delete(id));
}
