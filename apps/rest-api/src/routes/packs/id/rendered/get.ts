import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listRenderedPacksOfPack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listRenderedPacksOfPack', async (request) =>
    ctx.renderedPacks.listOfPack(principalOf(request), request.params.id, request.query),
  );
}
