import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { idempotencyOf } from '../../idempotency.ts';
import { serve } from '../../operation-route.ts';

export function createAgentKey(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createAgentKey', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const idempotency = idempotencyOf(request);
    return ctx.identity.agentKeys.create(principalOf(request), request.body, idempotency);
  });
}
