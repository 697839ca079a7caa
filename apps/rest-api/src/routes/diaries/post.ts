import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import { selectedTeam } from '../../selected-team.ts';
import type { Context } from '../../context.ts';
import { withEntityTag } from '../../entity-tag.ts';
import { idempotencyOf } from '../../idempotency.ts';
import { serve } from '../../operation-route.ts';

export function createDiary(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createDiary', async (request, reply) => {
    const options = { teamId: selectedTeam(request), idempotency: idempotencyOf(request) };
    return withEntityTag(
      reply,
      await ctx.diaries.create(principalOf(request), request.body, options),
    );
  });
}
