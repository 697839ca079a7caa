import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { idempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function transferDiary(app: FastifyInstance, ctx: Context): void {
  serve(app, 'transferDiary', async (request) => {
    const { destinationTeamId } = request.body;
    const idempotency = idempotencyOf(request);
    const { id } = request.params;
    return ctx.transfers.initiate(principalOf(request), id, destinationTeamId, idempotency);
  });
}
