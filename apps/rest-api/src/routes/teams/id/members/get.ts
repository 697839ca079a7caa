import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listTeamMembers(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listTeamMembers', async (request) =>
    ctx.teams.members.list(principalOf(request), request.params.id),
  );
}
