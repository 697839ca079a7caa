import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { idempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function createRelation(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createRelation', async (request, reply) => {
    const { relation, isNew } = await ctx.entryRelations.create(
      principalOf(request),
      request.params.id,
      request.body,
      idempotencyOf(request),
    );
    reply.status(isNew ? 201 : 200);
    return relation;
  });
}
