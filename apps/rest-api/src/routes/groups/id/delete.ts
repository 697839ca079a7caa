import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function deleteGroup(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteGroup', async (request) => {
    await ctx.teams.groups.delete(principalOf(request), request.params.id);
    return { success: true as const };
  });
}
