import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { withEntityTag } from '../../../../entity-tag.ts';
import { idempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function renderPack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'renderPack', async (request, reply) => {
    const { id } = request.params;
    const idempotency = idempotencyOf(request);
    const rendered = await ctx.renderedPacks.create(
      principalOf(request),
      id,
      request.body,
      idempotency,
    );
    return withEntityTag(reply, rendered);
  });
}
