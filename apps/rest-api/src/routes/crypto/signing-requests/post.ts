import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { idempotencyOf } from '../../../idempotency.ts';
import { serve } from '../../../operation-route.ts';

export function createSigningRequest(app: FastifyInstance, ctx: Context): void {
  serve(app, 'createSigningRequest', async (request) =>
    ctx.signing.createRequest(principalOf(request), request.body.message, idempotencyOf(request)),
  );
}
