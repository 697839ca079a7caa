import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function addGroupMember(app: FastifyInstance, ctx: Context): void {
  serve(app, 'addGroupMember', async (request) =>
    ctx.teams.groups.addMember(principalOf(request), request.params.id, request.body),
  );
}
