import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function testWebhook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'testWebhook', async (request) =>
    ctx.webhooks.test(principalOf(request), request.params.id),
  );
}
