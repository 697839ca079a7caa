import type { Operation } from '../operation.ts';
import { Success } from '../schemas/common.ts';
import {
  CreateWebhookBody,
  NewWebhook,
  WebhookDelivery,
  WebhookDeliveryPage,
  WebhookPage,
  WebhookParams,
  WebhooksQuery,
} from '../schemas/webhooks.ts';

/** A webhook outlives the token that made it, hence the scope that is more than reading. */
const auth = { scopes: ['diary:manage'] } as const;

export const memberWebhooksOperations = {
  createWebhook: {
    method: 'POST',
    path: '/webhooks',
    summary: 'Be told of what changes in a diary, by signed requests',
    tag: 'Webhooks',
    auth,
    rateLimit: 'authenticated',
    idempotent: true,
    body: CreateWebhookBody,
    responses: { 201: NewWebhook },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
  listWebhooks: {
    method: 'GET',
    path: '/webhooks',
    summary: "The caller's webhooks, newest first",
    tag: 'Webhooks',
    auth,
    rateLimit: 'read',
    query: WebhooksQuery,
    responses: { 200: WebhookPage },
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/webhooks/:id',
    summary: 'Delete a webhook with its log',
    tag: 'Webhooks',
    auth,
    rateLimit: 'authenticated',
    params: WebhookParams,
    responses: { 200: Success },
    problems: ['NOT_FOUND'],
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    summary: 'What came of each attempt in the last 7 days, newest first',
    tag: 'Webhooks',
    auth,
    rateLimit: 'read',
    params: WebhookParams,
    query: WebhooksQuery,
    responses: { 200: WebhookDeliveryPage },
    problems: ['NOT_FOUND'],
  },
  testWebhook: {
    method: 'POST',
    path: '/webhooks/:id/test',
    summary: 'Send a webhook.test now; one that is delivered takes a disabled webhook up again',
    tag: 'Webhooks',
    auth,
    rateLimit: 'authenticated',
    params: WebhookParams,
    responses: { 200: WebhookDelivery },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
} as const satisfies Record<string, Operation>;
