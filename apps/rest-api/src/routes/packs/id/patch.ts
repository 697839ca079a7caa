import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { expectedRevision, withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function updatePack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'updatePack', async (request, reply) => {
    const { id } = request.params;
    const pack = await ctx.packs.update(
      principalOf(request),
      id,
      request.body,
      expectedRevision(request),
    );
    return withEntityTag(reply, pack);
  });
}
