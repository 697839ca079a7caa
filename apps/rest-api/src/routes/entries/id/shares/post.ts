import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function shareEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'shareEntry', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return ctx.shares.create(principalOf(request), request.params.id, request.body);
  });
}
