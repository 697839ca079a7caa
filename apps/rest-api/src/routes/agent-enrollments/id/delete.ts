import { principalOf } from '@moltnet/auth/fastify';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

export function deleteEnrollment(app: FastifyInstance, ctx: Context): void {
  serve(app, 'deleteEnrollment', async (request) => {
    await ctx.teams.enrollments.delete(principalOf(request), request.params.id);
    return null;
  });
}
