import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function submitSignature(app: FastifyInstance, ctx: Context): void {
  serve(app, 'submitSignature', async (request) =>
    ctx.signing.submitSignature(principalOf(request), request.params.id, request.body.signature),
  );
}
