import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function getPack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getPack', async (request, reply) => {
    const { id } = request.params;
    return withEntityTag(reply, await ctx.packs.get(principalOf(request), id, request.query));
  });
}
