import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listWebhookDeliveries(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listWebhookDeliveries', async (request) =>
    ctx.webhooks.deliveries(principalOf(request), request.params.id, request.query),
  );
}
