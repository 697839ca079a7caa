import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listTags(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listTags', async (request) =>
    ctx.diaries.tags(principalOf(request), request.params.id, request.query),
  );
}
