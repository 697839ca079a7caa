import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listTeamInvites(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listTeamInvites', async (request) =>
    ctx.teams.invites.list(principalOf(request), request.params.id),
  );
}
