import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { idempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function createGroup(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createGroup', async (request) => {
    const { name } = request.body;
    const idempotency = idempotencyOf(request);
    return ctx.teams.groups.create(principalOf(request), request.params.id, name, idempotency);
  });
}
