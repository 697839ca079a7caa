import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { expectedRevision, withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function updateEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'updateEntry', async (request, reply) => {
    const { id } = request.params;
    const entry = await ctx.entries.update(
      principalOf(request),
      id,
      request.body,
      expectedRevision(request),
    );
    return withEntityTag(reply, entry);
  });
}
