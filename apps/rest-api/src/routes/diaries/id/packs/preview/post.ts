import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function previewPack(app: FastifyInstance, ctx: Context): void {
  serve(app, 'previewPack', async (request) =>
    ctx.packs.preview(principalOf(request), request.params.id, request.body),
  );
}
