import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function createTeamInvite(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createTeamInvite', async (request) =>
    ctx.teams.invites.create(principalOf(request), request.params.id, request.body),
  );
}
