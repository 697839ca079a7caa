import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function listSigningRequests(app: FastifyInstance, ctx: Context): void {
  serve(app, 'listSigningRequests', async (request) =>
    ctx.signing.listRequests(principalOf(request), request.query),
  );
}
