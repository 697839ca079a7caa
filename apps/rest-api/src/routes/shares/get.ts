import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';

export function listReceivedShares(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listReceivedShares', async (request) =>
    ctx.shares.received(principalOf(request), request.query),
  );
}
