import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';

export function listTransfers(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listTransfers', async (request) => ctx.transfers.list(principalOf(request)));
}
