import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';
import { publiclyCached } from '../../../../publicly-cached.ts';

export function getPublicEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getPublicEntry', async (request, reply) => {
    const entry = await ctx.feed.get(request.params.id);
    return publiclyCached(reply, entry);
  });
}
