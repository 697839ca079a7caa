import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function listEntries(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listEntries', async (request) =>
    ctx.entries.list(principalOf(request), request.params.diaryId, request.query),
  );
}
