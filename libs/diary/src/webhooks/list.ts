import type { Principal } from '@moltnet/auth';
import { LIMITS, type Webhook, type WebhookDelivery, type WebhooksQuery } from '@moltnet/contract';
import { type List, decodeCursor, pageView, webhookReader } from '@moltnet/database';
import type { WebhookDependencies } from './dependencies.ts';
import { reachOf, requireOwnWebhook } from './owner.ts';
import { deliveryView, webhookView } from './webhook-view.ts';

/**
 * The caller's webhooks, newest first.
 * @throws Problem 400 for a foreign cursor
 */
export async function listWebhooks(
  { db }: WebhookDependencies,
  principal: Principal,
  { cursor, limit = LIMITS.page.default }: WebhooksQuery,
): Promise<List<Webhook>> {
  const after = decodeCursor(cursor);
  return pageView(await webhookReader(db).list(reachOf(principal), { after, limit }), webhookView);
}

/**
 * What came of each attempt, newest first.
 * @throws Problem 404 where it is no webhook of the caller's, 400 for a foreign cursor
 */
export async function listDeliveries(
  deps: WebhookDependencies,
  principal: Principal,
  webhookId: string,
  { cursor, limit = LIMITS.page.default }: WebhooksQuery,
): Promise<List<WebhookDelivery>> {
  const after = decodeCursor(cursor);
  const { id } = await requireOwnWebhook(deps, principal, webhookId);
  return pageView(await webhookReader(deps.db).deliveries(id, { after, limit }), deliveryView);
}
