import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { idempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function createDiaryGrant(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createDiaryGrant', async (request) => {
    const { id } = request.params;
    return ctx.grants.create(principalOf(request), id, request.body, idempotencyOf(request));
  });
}
