import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { expectedRevision } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function deleteEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteEntry', async (request) => {
    await ctx.entries.delete(principalOf(request), request.params.id, expectedRevision(request));
    return { success: true as const };
  });
}
