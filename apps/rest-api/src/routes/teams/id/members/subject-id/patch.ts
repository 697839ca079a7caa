import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function updateTeamMember(app: FastifyInstance, ctx: Context): void {
  serve(app, 'updateTeamMember', async (request) => {
    const { id, subjectId } = request.params;
    return ctx.teams.members.changeRole(principalOf(request), id, subjectId, request.body.role);
  });
}
