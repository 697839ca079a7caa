import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function removeGroupMember(app: FastifyInstance, ctx: Context): void {
  serve(app, 'removeGroupMember', async (request) => {
    const { id, subjectId } = request.params;
    await ctx.teams.groups.removeMember(principalOf(request), id, subjectId);
    return { success: true as const };
  });
}
