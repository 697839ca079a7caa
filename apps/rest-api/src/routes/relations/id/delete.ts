import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function deleteRelation(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteRelation', async (request) => {
    await ctx.entryRelations.delete(principalOf(request), request.params.id);
    return null;
  });
}
