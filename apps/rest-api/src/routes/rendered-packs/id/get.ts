import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function getRenderedPack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getRenderedPack', async (request, reply) =>
    withEntityTag(reply, await ctx.renderedPacks.get(principalOf(request), request.params.id)),
  );
}
