import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listRelations(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listRelations', async (request) =>
    ctx.entryRelations.list(principalOf(request), request.params.id, request.query),
  );
}
