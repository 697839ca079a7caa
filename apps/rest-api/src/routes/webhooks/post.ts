import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { idempotencyOf } from '../../idempotency.ts';
import { serve } from '../../operation-route.ts';

export function createWebhook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createWebhook', async (request) =>
    ctx.webhooks.create(principalOf(request), request.body, idempotencyOf(request)),
  );
}
