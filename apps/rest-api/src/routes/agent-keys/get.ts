import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';

export function listAgentKeys(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listAgentKeys', async (request) =>
    ctx.identity.agentKeys.list(principalOf(request), request.query),
  );
}
