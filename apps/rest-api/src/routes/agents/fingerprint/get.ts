import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function getAgent(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getAgent', async (request) => ctx.identity.findAgent(request.params.fingerprint));
}
