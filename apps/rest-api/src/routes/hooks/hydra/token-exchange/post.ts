import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

/** Hydra refuses the token when this answers 403, which an unknown agent or person gets. */
export function hydraTokenHook(app: FastifyInstance, ctx: Context): void {
  serve(app, 'hydraTokenHook', async (request) => {
    const { request: token, session } = request.body;
    const claims = isForPerson(token.grant_types)
      ? await ctx.identity.humans.tokenClaims(session?.id_token?.subject ?? '')
      : await ctx.identity.tokenClaims(token.client_id);
    return { session: { access_token: claims } };
  });
}

/** The grants by which a client speaks for a person; by the others it speaks for itself. */
const GRANTS_OF_PEOPLE = new Set(['authorization_code', 'refresh_token']);

function isForPerson(grantTypes: readonly string[] = []): boolean {
  return grantTypes.some((grant) => GRANTS_OF_PEOPLE.has(grant));
}
