import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../../context.ts';
import { serve } from '../../../../../operation-route.ts';

export function diffPacks(app: FastifyInstance, ctx: Context): void {
  serve(app, 'diffPacks', async (request) => {
    const { id, otherId } = request.params;
    return ctx.packs.diff(principalOf(request), id, otherId);
  });
}
