import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function rejectTransfer(app: FastifyInstance, ctx: Context): void {
  serve(app, 'rejectTransfer', async (request) =>
    ctx.transfers.resolve(principalOf(request), request.params.id, 'rejected'),
  );
}
