import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function joinTeam(app: FastifyInstance, ctx: Context): void {
  serve(app, 'joinTeam', async (request) =>
    ctx.teams.invites.join(principalOf(request), request.body.code),
  );
}
