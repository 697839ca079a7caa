import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { idempotencyOf } from '../../idempotency.ts';
import { serve } from '../../operation-route.ts';

export function createTeam(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createTeam', async (request) =>
    ctx.teams.create(principalOf(request), request.body, idempotencyOf(request)),
  );
}
