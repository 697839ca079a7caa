import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { withEntityTag } from '../../../entity-tag.ts';
import { serve } from '../../../operation-route.ts';

export function getDiary(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getDiary', async (request, reply) =>
    withEntityTag(reply, await ctx.diaries.get(principalOf(request), request.params.id)),
  );
}
