import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../../context.ts';
import { serve } from '../../../../operation-route.ts';

export function rotateKey(app: FastifyInstance, ctx: Context): void {
  serve(app, 'rotateKey', async (request) =>
    ctx.identity.rotateKey(principalOf(request), request.body),
  );
}
