import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';

export function listTeams(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listTeams', async (request) => ctx.teams.list(principalOf(request)));
}
