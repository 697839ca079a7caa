import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { sealedIdempotencyOf } from '../../idempotency.ts';
import { serve } from '../../operation-route.ts';

export function createAgentKey(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createAgentKey', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const idempotency = sealedIdempotencyOf(request, ctx.secrets.idempotencyKey);
    return ctx.identity.agentKeys.create(principalOf(request), request.body, idempotency);
  });
}
