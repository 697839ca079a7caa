import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { expectedRevision } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function deleteDiary(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteDiary', async (request) => {
    await ctx.diaries.delete(principalOf(request), request.params.id, {
      force: request.query.force ?? false,
      expectedRevision: expectedRevision(request),
    });
    return { success: true as const };
  });
}
