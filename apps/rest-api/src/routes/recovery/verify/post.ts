import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function verifyRecovery(app: FastifyInstance, ctx: Context): void {
  serve(app, 'verifyRecovery', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return ctx.identity.recovery.verify(request.body);
  });
}
