import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Nullable, Page, pageQuery, Strict, Timestamp, Uuid } from './common.ts';
import { CHANGE_TYPES, ChangeType } from './events.ts';

export const CreateWebhookBody = Strict(
  {
    diaryId: Uuid,
    url: Type.String({ minLength: 1, maxLength: LIMITS.webhooks.url, format: 'uri' }),
    events: Type.Optional(
      Type.Array(ChangeType, {
        minItems: 1,
        maxItems: CHANGE_TYPES.length,
        uniqueItems: true,
        description: 'All of them unless given',
      }),
    ),
  },
  { title: 'CreateWebhookBody' },
);
export type CreateWebhookInput = Static<typeof CreateWebhookBody>;

const webhookFields = {
  id: Uuid,
  diaryId: Uuid,
  url: Type.String(),
  events: Type.Array(ChangeType),
  status: Type.Enum(['active', 'disabled']),
  disabledReason: Nullable(
    Type.Enum(['access_ended', 'failing', 'gone', 'secret_changed'], {
      description:
        'The owner may not read the diary; a day of failures; the endpoint answered 410; the network has other keys now',
    }),
  ),
  createdAt: Timestamp,
};
export const Webhook = Type.Object(webhookFields, { title: 'Webhook' });
export type Webhook = Static<typeof Webhook>;
export const WebhookPage = Page(Webhook);

export const NewWebhook = Type.Object(
  {
    ...webhookFields,
    secret: Type.String({ description: '`whsec_…`, shown only here (Standard Webhooks)' }),
  },
  { title: 'NewWebhook' },
);
export type NewWebhook = Static<typeof NewWebhook>;

export const WebhookParams = Strict({ id: Uuid });
export const WebhooksQuery = Strict(pageQuery);
export type WebhooksQuery = Static<typeof WebhooksQuery>;

export const WebhookDelivery = Type.Object(
  {
    id: Uuid,
    messageId: Type.String({ description: '`webhook-id`: the same for each attempt' }),
    eventType: Type.String(),
    attempt: Type.Integer({ minimum: 1 }),
    outcome: Type.Enum(['delivered', 'failed']),
    responseStatus: Nullable(Type.Integer()),
    error: Nullable(Type.String()),
    durationMs: Type.Integer(),
    createdAt: Timestamp,
  },
  { title: 'WebhookDelivery' },
);
export type WebhookDelivery = Static<typeof WebhookDelivery>;
export const WebhookDeliveryPage = Page(WebhookDelivery);
