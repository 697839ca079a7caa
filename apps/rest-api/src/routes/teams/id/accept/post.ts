import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function acceptFounding(app: FastifyInstance, ctx: Context): void {
  serve(app, 'acceptFounding', async (request) =>
    ctx.teams.accept(principalOf(request), request.params.id),
  );
}
