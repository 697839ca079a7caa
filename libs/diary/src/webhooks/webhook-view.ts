import type { Webhook, WebhookDelivery } from '@moltnet/contract';
import type { WebhookDeliveryRecord, WebhookRecord } from '@moltnet/database';

export function webhookView(webhook: WebhookRecord): Webhook {
  const { id, diaryId, url, events, status, disabledReason, createdAt } = webhook;
  return { id, diaryId, url, events, status, disabledReason, createdAt };
}

export function deliveryView({
  webhookId: _,
  ...delivery
}: WebhookDeliveryRecord): WebhookDelivery {
  return delivery;
}
