import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { idempotencyOf } from '../../idempotency.ts';
import { serve } from '../../operation-route.ts';

export function createTeam(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createTeam', async (request, reply) => {
    const principal = principalOf(request);
    const idempotency = idempotencyOf(request);
    const { name, foundingMembers } = request.body;
    if (!foundingMembers) return ctx.teams.create(principal, { name }, idempotency);
    reply.status(202);
    return ctx.teams.found(principal, { name, foundingMembers }, idempotency);
  });
}
