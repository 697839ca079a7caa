import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function revokeAgentKey(app: FastifyInstance, ctx: Context): void {
  serve(app, 'revokeAgentKey', async (request) => {
    return ctx.identity.agentKeys.revoke(principalOf(request), request.params.id);
  });
}
