import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function whoAmI(app: FastifyInstance, ctx: Context): void {
  serve(app, 'whoAmI', async (request) => ctx.identity.whoami(principalOf(request)));
}
