import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { withEntityTag } from '../../../entity-tag.ts';
import { idempotencyOf } from '../../../idempotency.ts';
import { serve } from '../../../operation-route.ts';

export function createEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createEntry', async (request, reply) => {
    const { diaryId } = request.params;
    const entry = await ctx.entries.create(
      principalOf(request),
      diaryId,
      request.body,
      idempotencyOf(request),
    );
    return withEntityTag(reply, entry);
  });
}
