import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function deleteEntryShare(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteEntryShare', async (request) => {
    const { params, query } = request;
    await ctx.shares.delete(principalOf(request), params.id, query.shareId);
    return { revoked: true as const };
  });
}
