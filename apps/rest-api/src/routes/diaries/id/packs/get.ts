import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function listDiaryPacks(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listDiaryPacks', async (request) =>
    ctx.packs.listOfDiary(principalOf(request), request.params.id, request.query),
  );
}
