import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

/** Hydra refuses the token when this answers 403, which an unknown agent gets. */
export function hydraTokenHook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'hydraTokenHook', async (request) => {
    const claims = await ctx.identity.tokenClaims(request.body.request.client_id);
    return { session: { access_token: claims } };
  });
}
