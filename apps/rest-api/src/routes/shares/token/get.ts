import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function getSharedEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getSharedEntry', async (request, reply) => {
    // Whoever has the address has the entry: no cache, no crawler and no Referer shall pass it on.
    void reply.headers({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
    });
    return ctx.shares.openLink(request.params.token);
  });
}
