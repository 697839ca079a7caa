import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function getGroup(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getGroup', async (request) =>
    ctx.teams.groups.get(principalOf(request), request.params.id),
  );
}
