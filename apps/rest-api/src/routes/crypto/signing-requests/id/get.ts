import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function getSigningRequest(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getSigningRequest', async (request) =>
    ctx.signing.getRequest(principalOf(request), request.params.id),
  );
}
