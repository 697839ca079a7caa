import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serveStream } from '../../../../operation-route.ts';

export function exportDiary(app: FastifyInstance, ctx: Context): void {
  serveStream(app, 'exportDiary', async (request, reply) => {
    const { id } = request.params;
    const lines = await ctx.diaries.export(principalOf(request), id);
    reply.header('content-disposition', `attachment; filename="${id}.ndjson"`);
    return lines;
  });
}
