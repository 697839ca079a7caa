import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function getPackProvenance(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getPackProvenance', async (request) => {
    const { id } = request.params;
    return ctx.packs.provenance(principalOf(request), { id }, request.query);
  });
}
