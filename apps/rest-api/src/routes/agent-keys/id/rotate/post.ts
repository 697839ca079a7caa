import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function rotateAgentKey(app: FastifyInstance, ctx: Context): void {
  serve(app, 'rotateAgentKey', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return ctx.identity.agentKeys.rotate(principalOf(request), request.params.id);
  });
}
