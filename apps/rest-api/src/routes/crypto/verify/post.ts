import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function verifySignature(app: FastifyInstance, ctx: Context): void {
  serve(app, 'verifySignature', async (request) => ctx.signing.verify(request.body));
}
