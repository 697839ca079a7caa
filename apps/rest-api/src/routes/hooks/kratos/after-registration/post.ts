import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function afterRegistrationHook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'afterRegistrationHook', async (request) => {
    await ctx.identity.humans.sync(request.body.identity.id);
    return null;
  });
}
