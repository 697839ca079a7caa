import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function afterSettingsHook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'afterSettingsHook', async (request) => {
    await ctx.identity.humans.sync(request.body.identity.id);
    return null;
  });
}
