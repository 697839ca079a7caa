import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';
import { selectedTeam } from '../../selected-team.ts';

export function listPacks(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listPacks', async (request) =>
    ctx.packs.list(principalOf(request), { ...request.query, teamId: selectedTeam(request) }),
  );
}
