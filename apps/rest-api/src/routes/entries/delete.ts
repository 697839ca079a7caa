import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { serve } from '../../operation-route.ts';

export function deleteEntries(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteEntries', async (request) =>
    ctx.entries.deleteMany(principalOf(request), request.query.ids),
  );
}
