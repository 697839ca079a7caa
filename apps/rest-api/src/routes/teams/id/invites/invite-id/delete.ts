import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function deleteTeamInvite(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteTeamInvite', async (request) => {
    const { id, inviteId } = request.params;
    await ctx.teams.invites.delete(principalOf(request), id, inviteId);
    return { success: true as const };
  });
}
