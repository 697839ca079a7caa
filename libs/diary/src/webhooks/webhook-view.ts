import type { Webhook, WebhookDelivery } from '@moltnet/contract';
import type { WebhookDeliveryRecord, WebhookRecord } from '@moltnet/database';

export function webhookView(webhook: WebhookRecord): Webhook {
  const { id, diaryId, url, events, status, disabledReason, createdAt } = webhook;
  return { id, diaryId, url, events, status, disabledReason, createdAt };
}

export function deliveryView(delivery: WebhookDeliveryRecord): WebhookDelivery {
  const { id, messageId, eventType, attempt, outcome, responseStatus, error } = delivery;
  const { durationMs, createdAt } = delivery;
  return {
    id,
    messageId,
    eventType,
    attempt,
    outcome,
    responseStatus,
    error,
    durationMs,
    createdAt,
  };
}
