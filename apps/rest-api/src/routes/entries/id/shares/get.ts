import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listEntryShares(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listEntryShares', async (request) =>
    ctx.shares.list(principalOf(request), request.params.id),
  );
}
