import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { expectedRevision, withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function updateRenderedPack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'updateRenderedPack', async (request, reply) => {
    const rendered = await ctx.renderedPacks.update(
      principalOf(request),
      request.params.id,
      request.body,
      expectedRevision(request),
    );
    return withEntityTag(reply, rendered);
  });
}
