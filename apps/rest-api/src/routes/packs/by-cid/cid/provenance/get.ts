import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function getPackProvenanceByCid(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getPackProvenanceByCid', async (request) => {
    const { cid } = request.params;
    return ctx.packs.provenance(principalOf(request), { cid }, request.query);
  });
}
