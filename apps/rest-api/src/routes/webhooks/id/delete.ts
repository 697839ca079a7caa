import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function deleteWebhook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteWebhook', async (request) => {
    await ctx.webhooks.delete(principalOf(request), request.params.id);
    return { success: true as const };
  });
}
