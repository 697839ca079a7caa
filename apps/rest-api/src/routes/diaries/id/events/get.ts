import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';
import { serveStream } from '../../../../streams/serve-stream.ts';

export function streamDiaryEvents(app: FastifyInstance, ctx: Context): void {
  serve(app, 'streamDiaryEvents', async (request, reply) => {
    const open = (lastEventId: number | undefined) =>
      ctx.events.ofDiary(principalOf(request), request.params.id, lastEventId);
    await serveStream(ctx, request, reply, open, ({ type }) => type);
    return '';
  });
}
