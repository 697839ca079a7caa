import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function deleteTeam(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteTeam', async (request) => {
    await ctx.teams.delete(principalOf(request), request.params.id);
    return { success: true as const };
  });
}
