import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';
import { publiclyCached } from '../../../publicly-cached.ts';

export function listPublicFeed(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listPublicFeed', async (request, reply) => {
    const page = await ctx.feed.list(request.query);
    return publiclyCached(reply, page);
  });
}
