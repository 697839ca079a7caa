import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listRenderedPacks(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listRenderedPacks', async (request) =>
    ctx.renderedPacks.listOfDiary(principalOf(request), request.params.id, request.query),
  );
}
