import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import { selectedTeam } from '../../../selected-team.ts';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function searchEntries(app: FastifyInstance, ctx: Context): void {
  serve(app, 'searchEntries', async (request) =>
    ctx.entries.search(principalOf(request), { ...request.body, teamId: selectedTeam(request) }),
  );
}
