import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { sealedIdempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function createTeamInvite(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createTeamInvite', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { id } = request.params;
    const idempotency = sealedIdempotencyOf(request, ctx.secrets.idempotencyKey);
    return ctx.teams.invites.create(principalOf(request), id, request.body, idempotency);
  });
}
