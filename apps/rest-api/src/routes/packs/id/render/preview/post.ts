import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function previewRenderedPack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'previewRenderedPack', async (request) =>
    ctx.renderedPacks.preview(principalOf(request), request.params.id, request.body),
  );
}
