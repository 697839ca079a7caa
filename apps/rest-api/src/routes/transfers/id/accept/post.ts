import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function acceptTransfer(app: FastifyInstance, ctx: Context): void {
  serve(app, 'acceptTransfer', async (request) =>
    ctx.transfers.resolve(principalOf(request), request.params.id, 'accepted'),
  );
}
