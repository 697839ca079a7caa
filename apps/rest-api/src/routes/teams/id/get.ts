import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function getTeam(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getTeam', async (request) => ctx.teams.get(principalOf(request), request.params.id));
}
