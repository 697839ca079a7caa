import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';

export function listWebhooks(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listWebhooks', async (request) =>
    ctx.webhooks.list(principalOf(request), request.query),
  );
}
