import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function enroll(app: FastifyInstance, ctx: Context): void {
  serve(app, 'enroll', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const nonce = String(request.headers['idempotency-key']);
    return ctx.identity.register({ ...request.body, nonce });
  });
}
