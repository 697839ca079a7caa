import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function consolidateDiary(app: FastifyInstance, ctx: Context): void {
  serve(app, 'consolidateDiary', (request) =>
    ctx.diaries.consolidate(principalOf(request), request.params.id, request.body),
  );
}
