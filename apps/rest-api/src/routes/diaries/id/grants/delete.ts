import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function deleteDiaryGrant(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteDiaryGrant', async (request) => {
    await ctx.grants.delete(principalOf(request), request.params.id, request.body);
    return { revoked: true as const };
  });
}
