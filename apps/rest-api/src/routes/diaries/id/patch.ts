import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { expectedRevision, withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function updateDiary(app: FastifyInstance, ctx: Context): void {
  serve(app, 'updateDiary', async (request, reply) => {
    const { id } = request.params;
    const diary = await ctx.diaries.update(
      principalOf(request),
      id,
      request.body,
      expectedRevision(request),
    );
    return withEntityTag(reply, diary);
  });
}
