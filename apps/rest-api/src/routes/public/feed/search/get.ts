import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';
import { publiclyCached } from '../../../../publicly-cached.ts';

export function searchPublicFeed(app: FastifyInstance, ctx: Context): void {
  serve(app, 'searchPublicFeed', async (request, reply) => {
    const results = await ctx.feed.search(request.query);
    return publiclyCached(reply, results);
  });
}
