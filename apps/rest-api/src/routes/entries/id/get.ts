import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function getEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getEntry', async (request, reply) => {
    const { params, query } = request;
    return withEntityTag(reply, await ctx.entries.get(principalOf(request), params.id, query));
  });
}
