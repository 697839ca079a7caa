import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function createRecoveryChallenge(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createRecoveryChallenge', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return ctx.identity.recovery.challenge(request.body.publicKey);
  });
}
