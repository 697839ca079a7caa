import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { idempotencyOf } from '../../../../idempotency.ts';
import { serve } from '../../../../operation-route.ts';

export function createEntries(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createEntries', (request) => {
    const { diaryId } = request.params;
    const idempotency = idempotencyOf(request);
    return ctx.entries.createMany(principalOf(request), diaryId, request.body, idempotency);
  });
}
