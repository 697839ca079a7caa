import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { sealedIdempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function shareEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'shareEntry', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { id } = request.params;
    const idempotency = sealedIdempotencyOf(request, ctx.secrets.idempotencyKey);
    return ctx.shares.create(principalOf(request), id, request.body, idempotency);
  });
}
