import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listDiaryGrants(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listDiaryGrants', async (request) =>
    ctx.grants.list(principalOf(request), request.params.id),
  );
}
