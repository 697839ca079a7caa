import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { sealedIdempotencyOf } from '../../idempotency.ts';
import { serve } from '../../operation-route.ts';
import { selectedTeam } from '../../selected-team.ts';

export function createEnrollment(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createEnrollment', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const teamId = selectedTeam(request);
    const idempotency = sealedIdempotencyOf(request, ctx.secrets.idempotencyKey);
    return ctx.teams.enrollments.create(principalOf(request), request.body, {
      teamId,
      idempotency,
    });
  });
}
