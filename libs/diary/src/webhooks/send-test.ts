import type { Principal } from '@moltnet/auth';
import { Problem, type WebhookDelivery } from '@moltnet/contract';
import { diaryReader, webhookWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { WebhookDependencies } from './dependencies.ts';
import { requireOwnWebhook } from './owner.ts';
import { send } from './send.ts';
import { secretHash, signMessage, webhookSecret } from './signature.ts';

/**
 * Sends `webhook.test` now and says what came of it. One that is delivered takes a disabled webhook
 * up again, at the first event that it has not been told of.
 * @throws Problem 404 where it is none of the caller's, or the diary may not be read any more; 409
 *   where its secret is another one now
 */
export async function testWebhook(
  deps: WebhookDependencies,
  principal: Principal,
  webhookId: string,
): Promise<WebhookDelivery> {
  const { db, permissions, webhooks } = deps;
  const webhook = await requireOwnWebhook(deps, principal, webhookId);
  await permissions.require(principal, 'read', await diaryReader(db).get(webhook.diaryId));
  const secret = webhookSecret(webhooks.key, webhook.id);
  if (secretHash(secret) !== webhook.secretHash) {
    throw new Problem(
      'CONFLICT',
      'The secret of this webhook is lost. Delete it and make another.',
    );
  }
  const id = uuidv7();
  const sentAt = Math.floor(Date.now() / 1_000);
  const messageId = `msg_test_${id}`;
  const payload = {
    type: 'webhook.test',
    timestamp: new Date(sentAt * 1_000).toISOString(),
    data: { webhookId: webhook.id, diaryId: webhook.diaryId },
  };
  const message = signMessage(secret, { id: messageId, sentAt, payload });
  const { delivered, status, error, durationMs } = await send(webhook.url, message, webhooks);
  const delivery = {
    id,
    messageId,
    eventType: payload.type,
    attempt: 1,
    outcome: delivered ? ('delivered' as const) : ('failed' as const),
    responseStatus: status,
    error,
    durationMs,
  };
  const createdAt = await db.transaction(async (tx) => {
    const noted = await webhookWriter(tx).record({ ...delivery, webhookId: webhook.id });
    if (delivered) await webhookWriter(tx).enable(webhook.id);
    return noted;
  });
  return { ...delivery, createdAt: createdAt ?? payload.timestamp };
}
