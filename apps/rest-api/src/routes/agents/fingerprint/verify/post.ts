import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function verifyAgentSignature(app: FastifyInstance, ctx: Context): void {
  serve(app, 'verifyAgentSignature', async (request) => {
    const { publicKey } = await ctx.identity.findAgent(request.params.fingerprint);
    return ctx.signing.verify(request.body, publicKey);
  });
}
