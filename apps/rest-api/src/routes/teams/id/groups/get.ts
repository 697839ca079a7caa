import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listGroups(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listGroups', async (request) =>
    ctx.teams.groups.list(principalOf(request), request.params.id),
  );
}
