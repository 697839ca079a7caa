import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function rotateSecret(app: FastifyInstance, ctx: Context): void {
  serve(app, 'rotateSecret', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return ctx.identity.rotateSecret(principalOf(request));
  });
}
