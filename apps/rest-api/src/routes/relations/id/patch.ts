import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function updateRelation(app: FastifyInstance, ctx: Context): void {
  serve(app, 'updateRelation', async (request) => {
    const { params, body } = request;
    return ctx.entryRelations.update(principalOf(request), params.id, body.status);
  });
}
