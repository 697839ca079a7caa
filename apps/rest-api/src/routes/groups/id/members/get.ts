import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listGroupMembers(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listGroupMembers', async (request) =>
    ctx.teams.groups.listMembers(principalOf(request), request.params.id),
  );
}
