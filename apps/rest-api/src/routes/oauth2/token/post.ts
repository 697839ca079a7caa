import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

/** Forwards to Hydra; its status and body come back as they are. */
export function createToken(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createToken', async (request, reply) => {
    const { authorization } = request.headers;
    const answer = await ctx.tokens.exchange({ form: request.body, authorization });
    reply
      .status(answer.status)
      .headers(answer.headers)
      .type('application/json')
      .serializer(JSON.stringify);
    return answer.body as object;
  });
}
