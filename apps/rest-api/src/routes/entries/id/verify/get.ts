import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function verifyEntry(app: FastifyInstance, ctx: Context): void {
  serve(app, 'verifyEntry', async (request) =>
    ctx.entries.verify(principalOf(request), request.params.id),
  );
}
