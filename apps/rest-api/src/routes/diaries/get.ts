import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import { selectedTeam } from '../../selected-team.ts';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';

export function listDiaries(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listDiaries', async (request) =>
    ctx.diaries.list(principalOf(request), { ...request.query, teamId: selectedTeam(request) }),
  );
}
