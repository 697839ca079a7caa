import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';
import { serveStream } from '../../../../streams/serve-stream.ts';

export function streamPublicFeed(app: FastifyInstance, ctx: Context): void {
  serve(app, 'streamPublicFeed', async (request, reply) => {
    const open = (lastEventId: number | undefined) => ctx.feed.stream(request.query, lastEventId);
    await serveStream(ctx, request, reply, open, () => 'entry');
    return '';
  });
}
